package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.Replacement;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;

/** A subnet in one availability zone. What is started in it gets no public address by itself. */
public final class SubnetStep extends Ec2Step<Subnet, SubnetStep.Live> {
    private final Spec spec;
    private final Ref<VpcStep.Live> vpc;
    private final Inventory<String> zones;

    /**
     * What is wanted.
     *
     * @param cidr the range, within the VPC's
     * @param zone which of the region's availability zones, counted from 0
     */
    public record Spec(String cidr, int zone) {}

    public SubnetStep(
            StepKey key,
            Spec spec,
            Ref<VpcStep.Live> vpc,
            Owner owner,
            Api<Ec2Client> ec2,
            Inventory<Tagged<Subnet>> subnets,
            Inventory<String> zones) {
        super(key, needs(vpc), owner, ec2, subnets);
        this.spec = spec;
        this.vpc = vpc;
        this.zones = zones;
    }

    /** A subnet that exists. */
    public record Live(
            SubnetId id,
            VpcId vpc,
            String cidr,
            String zone,
            boolean available,
            boolean publicAddresses,
            Map<String, String> tags) {}

    @Override
    Live live(Tagged<Subnet> described) {
        Subnet subnet = described.model();
        return new Live(
                new SubnetId(subnet.subnetId()),
                new VpcId(subnet.vpcId()),
                subnet.cidrBlock(),
                subnet.availabilityZone(),
                subnet.state() == SubnetState.AVAILABLE,
                Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch()),
                described.tags());
    }

    @Override
    ResourceType type() {
        return ResourceType.SUBNET;
    }

    /** Not its zone, which is no setting: where AWS adds one to the region, the subnets stay where they are. */
    @Override
    protected Changes comparison(Live live) {
        return changedTags(live.tags())
                .fixedKnown("vpc_id", live.vpc(), vpc.live().map(VpcStep.Live::id))
                .fixed("cidr_block", live.cidr(), spec.cidr())
                .field("map_public_ip_on_launch", live.publicAddresses(), false);
    }

    @Override
    public Live create() {
        return takenBack().orElseGet(this::made);
    }

    /** One with this range that was replaced and is still in use: there cannot be a second one, and it will do. */
    private Optional<Live> takenBack() {
        Optional<VpcId> network = vpc.live().map(VpcStep.Live::id);
        Optional<Live> same = retired().stream()
                .filter(old -> old.cidr().equals(spec.cidr()) && network.equals(Optional.of(old.vpc())))
                .findFirst();
        same.ifPresent(old -> {
            putTags(old.id().value());
            stale();
        });
        return same.flatMap(_ -> look());
    }

    private Live made() {
        String zone = zone();
        Live made = ec2().createOnce(
                        this::look,
                        c -> live(new Tagged<>(
                                c.createSubnet(r -> r.vpcId(vpc.require().id().value())
                                                .cidrBlock(spec.cidr())
                                                .availabilityZone(zone)
                                                .tagSpecifications(onCreate()))
                                        .subnet(),
                                wantedTags())));
        stale();
        return made;
    }

    private String zone() {
        List<String> names = zones.all();
        if (spec.zone() >= names.size()) {
            throw new StepFailed(
                    Optional.of(key()),
                    "the region has " + names.size() + " availability zones, and subnet " + spec.cidr()
                            + " is for number " + (spec.zone() + 1),
                    String.join(", ", names),
                    "configure fewer subnets",
                    null);
        }
        return names.get(spec.zone());
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        if (Changes.touch(changes, "map_public_ip_on_launch")) {
            ec2().run(c -> c.modifySubnetAttribute(
                    r -> r.subnetId(live.id().value()).mapPublicIpOnLaunch(v -> v.value(false))));
        }
        if (Changes.touch(changes, "tags")) {
            putTags(live.id().value());
        }
        stale();
        return new Live(live.id(), live.vpc(), live.cidr(), live.zone(), live.available(), false, wantedTags());
    }

    @Override
    public Readiness probe(Live live) {
        if (live.available()) {
            return Readiness.ready();
        }
        Optional<Live> now = look();
        return now.isPresent() && now.get().available()
                ? Readiness.ready()
                : Readiness.pending("the subnet is pending");
    }

    @Override
    public void delete(Live live) {
        ec2().delete(c -> c.deleteSubnet(r -> r.subnetId(live.id().value())));
        stale();
    }

    /** Load balancer, functions and tasks move over to the new one; NAT gateways cannot. */
    @Override
    public Replacement replacement() {
        return Replacement.NEW_FIRST;
    }

    @Override
    public void retire(Live live) {
        retire(live.id().value());
    }

    @Override
    public Set<String> actions() {
        return ec2Actions(
                "CreateSubnet",
                "DeleteSubnet",
                "DescribeAvailabilityZones",
                "DescribeSubnets",
                "ModifySubnetAttribute");
    }
}
