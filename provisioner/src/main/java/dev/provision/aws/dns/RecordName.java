package dev.provision.aws.dns;

import java.util.Locale;
import software.amazon.awssdk.services.route53.model.RRType;

/**
 * By what a record is found.
 *
 * @param value with a dot at its end
 * @param foreign what holds where somebody else made a record of this name
 */
public record RecordName(String value, RRType type, Foreign foreign) {
    /** What holds where somebody else made a record of the name. */
    public enum Foreign {
        /** There must be none. */
        REFUSED,
        /** It must say the same, as the proofs of certificates do, which are the same for all. */
        SHARED,
        /** It is none of our business. */
        IGNORED
    }

    /** Of a CNAME that proves to ACM that a domain is ours. */
    public static RecordName proof(String name) {
        return new RecordName(dotted(name), RRType.CNAME, Foreign.SHARED);
    }

    /** Of an address that follows a load balancer. */
    public static RecordName alias(String name) {
        return new RecordName(dotted(name), RRType.A, Foreign.REFUSED);
    }

    /** This as that of a record that is no longer wanted: only what is ours is to go. */
    public RecordName former() {
        return new RecordName(value, type, Foreign.IGNORED);
    }

    /** As Route 53 keeps it. */
    static String dotted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }
}
