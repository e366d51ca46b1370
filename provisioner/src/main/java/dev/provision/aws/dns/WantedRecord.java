package dev.provision.aws.dns;

import java.util.Optional;

/**
 * A record.
 *
 * @param target a name; that of a load balancer where there is a zone
 * @param aliasZone the zone of the load balancer; empty for a CNAME
 */
public record WantedRecord(RecordName name, String target, Optional<HostedZoneId> aliasZone) {
    /** A CNAME that proves to ACM that the domain is ours. */
    public static WantedRecord proof(String name, String target) {
        return new WantedRecord(RecordName.proof(name), RecordName.dotted(target), Optional.empty());
    }

    /** An address that follows a load balancer. */
    public static WantedRecord alias(RecordName name, String target, HostedZoneId zone) {
        return new WantedRecord(name, RecordName.dotted(target), Optional.of(zone));
    }
}
