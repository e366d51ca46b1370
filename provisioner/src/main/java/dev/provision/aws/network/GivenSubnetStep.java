package dev.provision.aws.network;

import dev.provision.aws.GivenStep;
import dev.provision.aws.network.SubnetStep.Live;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;

/** A subnet that exists already, with a way to the internet or only out, as it is used. */
public final class GivenSubnetStep extends GivenStep<Live> {
    // Elastic Load Balancing, "Subnets for your load balancer": /27 at least and 8 free addresses.
    private static final int FREE_ADDRESSES = 8;

    /**
     * What every task must reach to start, the registry, its layers in S3 and its log: "Amazon ECR interface VPC endpoints" in
     * the ECR guide.
     */
    public static final List<String> NEEDED = List.of("ecr.api", "ecr.dkr", "s3", "logs");

    private static final int SMALLEST = 27;
    private final SubnetId id;
    private final Use use;
    private final Ref<VpcStep.Live> vpc;
    private final GivenNetwork network;

    /** What a subnet is used for. */
    public enum Use {
        /** The load balancer: requests come in from the internet. */
        PUBLIC,
        /** Functions and tasks: they only have a way out. */
        PRIVATE
    }

    public GivenSubnetStep(StepKey key, SubnetId id, Use use, Ref<VpcStep.Live> vpc, GivenNetwork network) {
        super(key, "ec2", needs(vpc));
        this.id = id;
        this.use = use;
        this.vpc = vpc;
        this.network = network;
    }

    private String words() {
        return "subnet " + id.value()
                + vpc.live().map(live -> " of VPC " + live.id().value()).orElse("");
    }

    @Override
    protected String missing() {
        return words() + " in this region and account";
    }

    @Override
    protected String remedy() {
        return "correct deployment.awsVpc, or remove it to have a network created";
    }

    @Override
    protected Optional<Live> subject() {
        return network.subnet(id).map(GivenSubnetStep::live);
    }

    private static Live live(Subnet subnet) {
        return new Live(
                new SubnetId(subnet.subnetId()),
                new VpcId(subnet.vpcId()),
                subnet.cidrBlock(),
                subnet.availabilityZone(),
                subnet.state() == SubnetState.AVAILABLE,
                Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch()),
                Ec2Tags.map(subnet.tags()));
    }

    @Override
    public Readiness probe(Live live) {
        if (!live.available()) {
            network.stale();
            return Readiness.pending("the subnet is pending");
        }
        int free = network.subnet(id).map(Subnet::availableIpAddressCount).orElse(0);
        if (free < FREE_ADDRESSES) {
            return failed("has " + free + " free addresses, and " + FREE_ADDRESSES + " are needed");
        }
        return switch (use) {
            case PUBLIC -> open(live);
            case PRIVATE -> closed();
        };
    }

    private Readiness open(Live live) {
        if (Integer.parseInt(live.cidr().substring(live.cidr().indexOf('/') + 1)) > SMALLEST) {
            return failed("is " + live.cidr() + ", too small for a load balancer, which needs /" + SMALLEST);
        }
        return network.wayOut(id).filter(gateway -> gateway.startsWith("igw-")).isPresent()
                ? Readiness.ready()
                : failed("is named as public, and its route table has no active route 0.0.0.0/0 to an internet gateway"
                        + network.wayOut(id).map(found -> ", but to " + found).orElse(""));
    }

    private Readiness closed() {
        Optional<String> gateway = network.wayOut(id);
        if (gateway.isEmpty()) {
            List<String> missing = NEEDED.stream()
                    .filter(service -> !network.leadsTo(service, id))
                    .toList();
            return missing.isEmpty()
                    ? Readiness.ready()
                    : failed(
                            "is named as private, and its route table has no active route 0.0.0.0/0: what runs in it reaches"
                                    + " neither ECR nor CloudWatch Logs; add one to a NAT gateway, or VPC endpoints for "
                                    + String.join(", ", missing));
        }
        return gateway.get().startsWith("igw-")
                ? failed("is named as private, and its route 0.0.0.0/0 goes to " + gateway.get()
                        + ": functions and tasks have no public address and get no answer that way; use a NAT gateway")
                : Readiness.ready();
    }

    private Readiness failed(String why) {
        return Readiness.failed(words() + " " + why, "");
    }

    @Override
    public Set<String> actions() {
        return Set.of("ec2:DescribeRouteTables", "ec2:DescribeSubnets", "ec2:DescribeVpcEndpoints");
    }
}
