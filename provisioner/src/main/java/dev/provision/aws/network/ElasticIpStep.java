package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** A public address that stays the same. */
public final class ElasticIpStep extends Ec2Step<Address, ElasticIpStep.Live> {
    /** @param gateway must be there before the address is used, and go after it is released */
    public ElasticIpStep(
            StepKey key,
            Ref<InternetGatewayStep.Live> gateway,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<Address>> addresses) {
        super(key, needs(gateway), owner, ec2, addresses);
    }

    /** An address that is ours. */
    public record Live(AllocationId id, String address, Map<String, String> tags) {}

    @Override
    Live live(Tagged<Address> described) {
        return new Live(
                new AllocationId(described.model().allocationId()),
                described.model().publicIp(),
                described.tags());
    }

    @Override
    ResourceType type() {
        return ResourceType.ELASTIC_IP;
    }

    @Override
    protected Changes comparison(Live live) {
        return changedTags(live.tags());
    }

    @Override
    public Live create() {
        Live made = ec2().createOnce(this::look, c -> {
            var answer = c.allocateAddress(r -> r.domain(DomainType.VPC).tagSpecifications(onCreate()));
            return new Live(new AllocationId(answer.allocationId()), answer.publicIp(), wantedTags());
        });
        stale();
        return made;
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        putTags(live.id().value());
        stale();
        return new Live(live.id(), live.address(), wantedTags());
    }

    @Override
    public void delete(Live live) {
        ec2().delete(c -> c.releaseAddress(r -> r.allocationId(live.id().value())));
        stale();
    }

    @Override
    public Set<String> actions() {
        return ec2Actions("AllocateAddress", "DescribeAddresses", "ReleaseAddress");
    }
}
