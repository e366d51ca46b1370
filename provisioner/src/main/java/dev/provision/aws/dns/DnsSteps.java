package dev.provision.aws.dns;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import software.amazon.awssdk.services.route53.Route53Client;

/** Makes the steps of this package for one environment. */
public final class DnsSteps {
    private final Owner owner;
    private final Api<Route53Client> route53;

    public DnsSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.route53 = connection.api("route53", Route53Client::builder);
    }

    /** @param domain whose zone is looked up */
    public HostedZoneStep zone(StepKey key, String domain) {
        return new HostedZoneStep(key, domain, route53);
    }

    public DnsRecordStep record(StepKey key, RecordSource source, Ref<HostedZoneStep.Live> zone) {
        return new DnsRecordStep(key, source, zone, owner, route53);
    }
}
