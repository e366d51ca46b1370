package dev.provision.stack;

import dev.provision.aws.network.ElasticIpStep;
import dev.provision.aws.network.GivenNetwork;
import dev.provision.aws.network.GivenSubnetStep.Use;
import dev.provision.aws.network.GivenZonesStep;
import dev.provision.aws.network.InternetGatewayStep;
import dev.provision.aws.network.NatGatewayStep;
import dev.provision.aws.network.NetworkSteps;
import dev.provision.aws.network.Placement;
import dev.provision.aws.network.RouteStep;
import dev.provision.aws.network.RouteTableStep;
import dev.provision.aws.network.RouteTarget;
import dev.provision.aws.network.SecurityGroupStep;
import dev.provision.aws.network.SubnetId;
import dev.provision.aws.network.SubnetStep;
import dev.provision.aws.network.VpcId;
import dev.provision.aws.network.VpcStep;
import dev.provision.config.AwsVpc;
import dev.provision.config.Environment;
import dev.provision.config.Network;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The network: public subnets with a way to the internet and back, private ones with a way out.
 *
 * @param wayIn what must be there for requests to reach a public subnet
 * @param wayOut what must be there for requests to leave a subnet with tasks
 * @param publicTasks whether tasks are in the public subnets, each with an address of its own, for want of another way out
 */
record NetworkPart(
        Ref<VpcStep.Live> vpc,
        List<Ref<SubnetStep.Live>> publicSubnets,
        List<Ref<SubnetStep.Live>> privateSubnets,
        Set<StepKey> wayIn,
        Set<StepKey> wayOut,
        boolean publicTasks) {

    /** The network that the environment brings, or else one of its own. */
    static NetworkPart add(StepGraph.Builder graph, NetworkSteps steps, Environment environment) {
        return environment
                .deployment()
                .vpc()
                .map(vpc -> given(graph, steps, vpc))
                .orElseGet(() -> new Adding(graph, steps, environment.network()).part());
    }

    /** Where tasks are. */
    Placement tasks(Ref<SecurityGroupStep.Live> group) {
        return new Placement(publicTasks ? publicSubnets : privateSubnets, group, publicTasks);
    }

    private static NetworkPart given(StepGraph.Builder graph, NetworkSteps steps, AwsVpc wanted) {
        VpcId id = new VpcId(wanted.id());
        GivenNetwork network = steps.given(id);
        Ref<VpcStep.Live> vpc = graph.add(steps.givenVpc(new StepKey("existing-vpc", wanted.id()), id));
        BiFunction<String, Use, Ref<SubnetStep.Live>> subnet = (subnetId, use) -> graph.add(
                steps.givenSubnet(new StepKey("existing-subnet", subnetId), new SubnetId(subnetId), use, vpc, network));
        List<Ref<SubnetStep.Live>> open = wanted.publicSubnets().stream()
                .map(one -> subnet.apply(one, Use.PUBLIC))
                .toList();
        List<Ref<SubnetStep.Live>> closed = wanted.privateSubnets().stream()
                .map(one -> subnet.apply(one, Use.PRIVATE))
                .toList();
        StepKey zones = graph.add(new GivenZonesStep(new StepKey("existing-zones", "public"), open))
                .key();
        return new NetworkPart(
                vpc, open, closed, Set.of(zones), closed.stream().map(Ref::key).collect(Collectors.toSet()), false);
    }

    /** The letter of an availability zone: a, b, … */
    private static String letter(int zone) {
        return String.valueOf((char) ('a' + zone));
    }

    private record Adding(StepGraph.Builder graph, NetworkSteps steps, Network network) {
        NetworkPart part() {
            Ref<VpcStep.Live> vpc = graph.add(steps.vpc(new StepKey("vpc", "main"), network.cidr()));
            Ref<InternetGatewayStep.Live> internet =
                    graph.add(steps.internetGateway(new StepKey("internet-gateway", "main"), vpc));
            List<Ref<SubnetStep.Live>> publicSubnets = subnets("public", network.publicSubnets(), vpc);
            List<Ref<SubnetStep.Live>> privateSubnets = subnets("private", network.privateSubnets(), vpc);
            Set<StepKey> wayIn = publicRoutes(vpc, internet, publicSubnets);
            List<Ref<NatGatewayStep.Live>> gateways = natGateways(internet, publicSubnets, wayIn);
            Set<StepKey> wayOut = privateRoutes(vpc, gateways, privateSubnets);
            boolean publicTasks = network.natGateways() == Network.NatGateways.NONE;
            return new NetworkPart(
                    vpc, publicSubnets, privateSubnets, wayIn, publicTasks ? wayIn : wayOut, publicTasks);
        }

        private List<Ref<SubnetStep.Live>> subnets(String kind, List<String> ranges, Ref<VpcStep.Live> vpc) {
            List<Ref<SubnetStep.Live>> subnets = new ArrayList<>();
            for (int zone = 0; zone < ranges.size(); zone++) {
                subnets.add(graph.add(steps.subnet(
                        new StepKey("subnet", kind + "-" + letter(zone)),
                        new SubnetStep.Spec(ranges.get(zone), zone),
                        vpc)));
            }
            return List.copyOf(subnets);
        }

        private Set<StepKey> publicRoutes(
                Ref<VpcStep.Live> vpc, Ref<InternetGatewayStep.Live> internet, List<Ref<SubnetStep.Live>> subnets) {
            Ref<RouteTableStep.Live> table = graph.add(steps.routeTable(new StepKey("route-table", "public"), vpc));
            Set<StepKey> way = new HashSet<>();
            way.add(internet.key());
            way.add(graph.add(steps.route(new StepKey("route", "public"), table, new RouteTarget.Internet(internet)))
                    .key());
            subnets.forEach(subnet -> way.add(associate(table, subnet)));
            return Set.copyOf(way);
        }

        private StepKey associate(Ref<RouteTableStep.Live> table, Ref<SubnetStep.Live> subnet) {
            StepKey key = new StepKey("route-table-association", subnet.key().name());
            return graph.add(steps.association(key, table, subnet)).key();
        }

        private int wantedGateways() {
            return switch (network.natGateways()) {
                case PER_AZ -> network.privateSubnets().size();
                case SINGLE -> 1;
                case NONE -> 0;
            };
        }

        /** One for each zone; those that are not wanted are there to be deleted, for there may have been more before. */
        private List<Ref<NatGatewayStep.Live>> natGateways(
                Ref<InternetGatewayStep.Live> internet, List<Ref<SubnetStep.Live>> subnets, Set<StepKey> wayIn) {
            List<Ref<NatGatewayStep.Live>> gateways = new ArrayList<>();
            for (int zone = 0; zone < subnets.size(); zone++) {
                Disposition disposition = zone < wantedGateways() ? Disposition.WANTED : Disposition.UNWANTED;
                Ref<ElasticIpStep.Live> address = graph.add(
                        steps.elasticIp(new StepKey("elastic-ip", "nat-" + letter(zone)), internet), disposition);
                gateways.add(graph.add(
                        steps.natGateway(new StepKey("nat-gateway", letter(zone)), subnets.get(zone), address, wayIn),
                        disposition));
            }
            return gateways;
        }

        private Set<StepKey> privateRoutes(
                Ref<VpcStep.Live> vpc, List<Ref<NatGatewayStep.Live>> gateways, List<Ref<SubnetStep.Live>> subnets) {
            int wanted = wantedGateways();
            Set<StepKey> way = new HashSet<>();
            for (int zone = 0; zone < subnets.size(); zone++) {
                String name = "private-" + letter(zone);
                Ref<RouteTableStep.Live> table = graph.add(steps.routeTable(new StepKey("route-table", name), vpc));
                way.add(associate(table, subnets.get(zone)));
                Ref<NatGatewayStep.Live> gateway = gateways.get(Math.min(zone, Math.max(wanted, 1) - 1));
                Ref<RouteStep.Live> route = graph.add(
                        steps.route(new StepKey("route", name), table, new RouteTarget.Nat(gateway)),
                        wanted > 0 ? Disposition.WANTED : Disposition.UNWANTED);
                if (wanted > 0) {
                    way.add(route.key());
                }
            }
            return Set.copyOf(way);
        }
    }
}
