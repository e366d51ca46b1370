package dev.provision.stack;

import dev.provision.aws.network.ElasticIpStep;
import dev.provision.aws.network.InternetGatewayStep;
import dev.provision.aws.network.NatGatewayStep;
import dev.provision.aws.network.NetworkSteps;
import dev.provision.aws.network.RouteTableStep;
import dev.provision.aws.network.RouteTarget;
import dev.provision.aws.network.SubnetStep;
import dev.provision.aws.network.VpcStep;
import dev.provision.config.Network;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The network: public subnets with a way to the internet and back, private ones with a way out.
 *
 * @param wayIn what must be there for requests to reach a public subnet
 * @param wayOut what must be there for requests to leave a private subnet
 */
record NetworkPart(
        Ref<VpcStep.Live> vpc,
        List<Ref<SubnetStep.Live>> publicSubnets,
        List<Ref<SubnetStep.Live>> privateSubnets,
        Set<StepKey> wayIn,
        Set<StepKey> wayOut) {

    static NetworkPart add(StepGraph.Builder graph, NetworkSteps steps, Network network) {
        return new Adding(graph, steps, network).part();
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
            return new NetworkPart(vpc, publicSubnets, privateSubnets, wayIn, wayOut);
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

        private List<Ref<NatGatewayStep.Live>> natGateways(
                Ref<InternetGatewayStep.Live> internet, List<Ref<SubnetStep.Live>> subnets, Set<StepKey> wayIn) {
            int count =
                    switch (network.natGateways()) {
                        case PER_AZ -> network.privateSubnets().size();
                        case SINGLE -> 1;
                        case NONE -> 0;
                    };
            List<Ref<NatGatewayStep.Live>> gateways = new ArrayList<>();
            for (int zone = 0; zone < count; zone++) {
                Ref<ElasticIpStep.Live> address =
                        graph.add(steps.elasticIp(new StepKey("elastic-ip", "nat-" + letter(zone)), internet));
                gateways.add(graph.add(
                        steps.natGateway(new StepKey("nat-gateway", letter(zone)), subnets.get(zone), address, wayIn)));
            }
            return gateways;
        }

        private Set<StepKey> privateRoutes(
                Ref<VpcStep.Live> vpc, List<Ref<NatGatewayStep.Live>> gateways, List<Ref<SubnetStep.Live>> subnets) {
            Set<StepKey> way = new HashSet<>();
            for (int zone = 0; zone < subnets.size(); zone++) {
                String name = "private-" + letter(zone);
                Ref<RouteTableStep.Live> table = graph.add(steps.routeTable(new StepKey("route-table", name), vpc));
                way.add(associate(table, subnets.get(zone)));
                if (!gateways.isEmpty()) {
                    Ref<NatGatewayStep.Live> gateway = gateways.get(Math.min(zone, gateways.size() - 1));
                    way.add(graph.add(steps.route(new StepKey("route", name), table, new RouteTarget.Nat(gateway)))
                            .key());
                }
            }
            return Set.copyOf(way);
        }
    }
}
