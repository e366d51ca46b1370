package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.Replacement;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** A NAT gateway: the way out of private subnets. Nothing of it but its tags can be changed. */
public final class NatGatewayStep extends Ec2Step<NatGateway, NatGatewayStep.Live> {
    private final Ref<SubnetStep.Live> subnet;
    private final Ref<ElasticIpStep.Live> address;

    /**
     * @param subnet a public subnet
     * @param address the public address it uses
     * @param order what must be there before it, without being part of it: the public subnet's way to the internet
     */
    public NatGatewayStep(
            StepKey key,
            Ref<SubnetStep.Live> subnet,
            Ref<ElasticIpStep.Live> address,
            Set<StepKey> order,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<NatGateway>> natGateways) {
        super(key, needs(needs(subnet, address), order), owner, ec2, natGateways);
        this.subnet = subnet;
        this.address = address;
    }

    /**
     * A NAT gateway that exists.
     *
     * @param failure what AWS says when the state is failed; else an empty text
     */
    public record Live(
            NatGatewayId id,
            SubnetId subnet,
            List<AllocationId> addresses,
            NatGatewayState state,
            String failure,
            Map<String, String> tags) {}

    @Override
    Live live(Tagged<NatGateway> described) {
        NatGateway nat = described.model();
        return new Live(
                new NatGatewayId(nat.natGatewayId()),
                new SubnetId(nat.subnetId()),
                nat.natGatewayAddresses().stream()
                        .map(NatGatewayAddress::allocationId)
                        .map(AllocationId::new)
                        .toList(),
                nat.state(),
                nat.failureMessage() == null ? "" : nat.failureMessage(),
                described.tags());
    }

    @Override
    ResourceType type() {
        return ResourceType.NATGATEWAY;
    }

    @Override
    protected Changes comparison(Live live) {
        Changes changes = changedTags(live.tags());
        if (live.state() == NatGatewayState.DELETING || live.state() == NatGatewayState.FAILED) {
            changes.fixed("state", live.state(), NatGatewayState.AVAILABLE);
        }
        return changes.fixedKnown("subnet_id", live.subnet(), subnet.live().map(SubnetStep.Live::id))
                .fixedKnown(
                        "allocation_id",
                        live.addresses(),
                        address.live().map(ElasticIpStep.Live::id).map(List::of));
    }

    @Override
    public Live create() {
        stale();
        String token = UUID.randomUUID().toString();
        Live made = ec2().createOnce(
                        this::look,
                        c -> live(new Tagged<>(
                                c.createNatGateway(r -> r.subnetId(
                                                        subnet.require().id().value())
                                                .allocationId(
                                                        address.require().id().value())
                                                .clientToken(token)
                                                .tagSpecifications(onCreate()))
                                        .natGateway(),
                                wantedTags())));
        stale();
        return made;
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        putTags(live.id().value());
        stale();
        return new Live(live.id(), live.subnet(), live.addresses(), live.state(), live.failure(), wantedTags());
    }

    /** Two cannot share an address. Until the new one is there, private subnets have no way out; requests still come in. */
    @Override
    public Replacement replacement() {
        return Replacement.OLD_FIRST_EVEN_IF_USED;
    }

    @Override
    public Readiness probe(Live live) {
        if (live.state() == NatGatewayState.AVAILABLE) {
            return Readiness.ready();
        }
        return look().map(NatGatewayStep::readiness)
                .orElseGet(() -> Readiness.pending("the NAT gateway is not described yet"));
    }

    private static Readiness readiness(Live now) {
        return switch (now.state()) {
            case AVAILABLE -> Readiness.ready();
            case FAILED -> Readiness.failed("the NAT gateway failed: " + now.failure(), "");
            default -> Readiness.pending("the NAT gateway is " + now.state());
        };
    }

    @Override
    public void delete(Live live) {
        if (live.state() != NatGatewayState.DELETING) {
            ec2().delete(c -> c.deleteNatGateway(r -> r.natGatewayId(live.id().value())));
        }
        stale();
    }

    @Override
    public Set<String> actions() {
        return ec2Actions("CreateNatGateway", "DeleteNatGateway", "DescribeNatGateways");
    }

    @Override
    public int typicalSeconds() {
        return 90;
    }
}
