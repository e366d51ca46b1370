package dev.provision.aws.dns;

import java.util.Locale;
import java.util.Optional;

/**
 * A record.
 *
 * @param name with a dot at its end
 * @param target a name; that of a load balancer where there is a zone
 * @param aliasZone the zone of the load balancer; empty for a CNAME
 * @param exclusive whether nobody else may have made the same record; the proofs of certificates are the same for all
 */
public record WantedRecord(String name, String target, Optional<HostedZoneId> aliasZone, boolean exclusive) {
    /** A CNAME that proves to ACM that the domain is ours. */
    public static WantedRecord proof(String name, String target) {
        return new WantedRecord(dotted(name), dotted(target), Optional.empty(), false);
    }

    /** An address that follows a load balancer. */
    public static WantedRecord alias(String name, String target, HostedZoneId zone) {
        return new WantedRecord(dotted(name), dotted(target), Optional.of(zone), true);
    }

    /** As Route 53 keeps it. */
    private static String dotted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }
}
