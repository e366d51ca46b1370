package dev.provision.localcloud.acm;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The certificates, for those who present them. Called under the control-plane lock. */
public interface Certificates {
    /** Whether there is such a certificate, issued or not. */
    boolean exists(String arn);

    /** The certificate, if it has been issued. */
    Optional<Certificate> find(String arn);

    /** Says which certificates are in use, and by which resources; replaces what was said before. */
    void inUse(Map<String, Set<String>> usersByCertificate);
}
