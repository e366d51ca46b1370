package dev.provision.localcloud.acm;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * An issued certificate, ready to be presented to clients.
 *
 * @param arn its ARN
 * @param key never shown to anyone
 * @param chain the leaf first
 * @param names the host names it is for; may start with {@code *.}
 */
public record Certificate(String arn, PrivateKey key, List<X509Certificate> chain, List<String> names) {
    public Certificate {
        chain = List.copyOf(chain);
        names = List.copyOf(names);
    }

    /** Whether the certificate is for the host; a leading {@code *} stands for exactly one label. */
    public boolean covers(String host) {
        return names.stream().anyMatch(name -> {
            if (name.startsWith("*.")) {
                int dot = host.indexOf('.');
                return dot > 0 && host.substring(dot).equalsIgnoreCase(name.substring(1));
            }
            return name.equalsIgnoreCase(host);
        });
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Certificate[" + arn + "]";
    }
}
