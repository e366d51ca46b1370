package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Makes the steps of this package for one environment; those of a kind share an inventory. */
public final class NetworkSteps {
    private final Owner owner;
    private final Api<Ec2Client> ec2;
    private final NetworkInventories live;

    public NetworkSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.ec2 = connection.api("ec2", Ec2Client::builder);
        this.live = NetworkInventories.of(ec2, owner);
    }

    /** What the environment has in EC2. */
    public NetworkInventories inventories() {
        return live;
    }

    public VpcStep vpc(StepKey key, String cidr) {
        return new VpcStep(key, cidr, owner, ec2, live.vpcs());
    }

    public SubnetStep subnet(StepKey key, SubnetStep.Spec spec, Ref<VpcStep.Live> vpc) {
        return new SubnetStep(key, spec, vpc, owner, ec2, live.subnets(), live.zones());
    }

    /** Subnets and route tables of a VPC that exists already, for {@link #givenSubnet}. */
    public GivenNetwork given(VpcId vpc) {
        return new GivenNetwork(ec2, vpc);
    }

    public GivenVpcStep givenVpc(StepKey key, VpcId id) {
        return new GivenVpcStep(key, id, ec2);
    }

    public GivenSubnetStep givenSubnet(
            StepKey key, SubnetId id, GivenSubnetStep.Use use, Ref<VpcStep.Live> vpc, GivenNetwork network) {
        return new GivenSubnetStep(key, id, use, vpc, network);
    }

    public InternetGatewayStep internetGateway(StepKey key, Ref<VpcStep.Live> vpc) {
        return new InternetGatewayStep(key, vpc, owner, ec2, live.internetGateways());
    }

    public ElasticIpStep elasticIp(StepKey key, Ref<InternetGatewayStep.Live> gateway) {
        return new ElasticIpStep(key, gateway, owner, ec2, live.addresses());
    }

    public NatGatewayStep natGateway(
            StepKey key, Ref<SubnetStep.Live> subnet, Ref<ElasticIpStep.Live> address, Set<StepKey> order) {
        return new NatGatewayStep(key, subnet, address, order, owner, ec2, live.natGateways());
    }

    public RouteTableStep routeTable(StepKey key, Ref<VpcStep.Live> vpc) {
        return new RouteTableStep(key, vpc, owner, ec2, live.routeTables());
    }

    public RouteStep route(StepKey key, Ref<RouteTableStep.Live> table, RouteTarget target) {
        return new RouteStep(key, table, target, ec2, live.routeTables());
    }

    public RouteTableAssociationStep association(
            StepKey key, Ref<RouteTableStep.Live> table, Ref<SubnetStep.Live> subnet) {
        return new RouteTableAssociationStep(key, table, subnet, ec2, live.routeTables());
    }

    public SecurityGroupStep securityGroup(
            StepKey key, SecurityGroupStep.Spec spec, Ref<VpcStep.Live> vpc, Set<StepKey> order) {
        return new SecurityGroupStep(key, spec, vpc, order, owner, ec2, live.securityGroups());
    }

    public SecurityGroupRulesStep securityGroupRules(
            StepKey key, Ref<SecurityGroupStep.Live> group, List<WantedRule> rules) {
        return new SecurityGroupRulesStep(key, group, rules, owner, ec2, live.securityGroups());
    }
}
