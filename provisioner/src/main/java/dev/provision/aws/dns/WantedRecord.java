package dev.provision.aws.dns;

import java.util.Locale;
import java.util.Optional;

/**
 * A record.
 *
 * @param name with a dot at its end
 * @param target a name; that of a load balancer where there is a zone
 * @param aliasZone the zone of the load balancer; empty for a CNAME
 * @param foreign what holds where somebody else made a record of this name
 */
public record WantedRecord(String name, String target, Optional<HostedZoneId> aliasZone, Foreign foreign) {
    /** What holds where somebody else made a record of the name. */
    public enum Foreign {
        /** There must be none. */
        REFUSED,
        /** It must say the same, as the proofs of certificates do, which are the same for all. */
        SHARED,
        /** It is none of our business. */
        IGNORED
    }

    /** A CNAME that proves to ACM that the domain is ours. */
    public static WantedRecord proof(String name, String target) {
        return new WantedRecord(dotted(name), dotted(target), Optional.empty(), Foreign.SHARED);
    }

    /** An address that follows a load balancer. */
    public static WantedRecord alias(String name, String target, HostedZoneId zone) {
        return new WantedRecord(dotted(name), dotted(target), Optional.of(zone), Foreign.REFUSED);
    }

    /** This as one that is no longer wanted: only what is ours is to go. */
    public WantedRecord former() {
        return new WantedRecord(name, target, aliasZone, Foreign.IGNORED);
    }

    /** As Route 53 keeps it. */
    private static String dotted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }
}
