package dev.provision.localcloud.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.Topology.Endpoint;
import dev.provision.localcloud.network.Topology.Nat;
import dev.provision.localcloud.network.Topology.Peer;
import dev.provision.localcloud.network.Topology.Route;
import dev.provision.localcloud.network.Topology.Routes;
import dev.provision.localcloud.network.Topology.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every set of rules: they only ever open, and a path that is open has a rule at both ends. */
class PathsPropertiesTest {
    private static final List<String> GROUPS = List.of("sg-a", "sg-b", "sg-c");
    private static final List<Endpoint> ENDS = List.of(
            new Endpoint("eni-a", "vpc-1", "subnet-1", "10.0.1.4", Optional.of("198.18.0.1"), List.of("sg-a")),
            new Endpoint("eni-b", "vpc-1", "subnet-2", "10.0.2.4", Optional.empty(), List.of("sg-b")),
            new Endpoint("eni-c", "vpc-1", "subnet-2", "10.0.2.5", Optional.empty(), List.of("sg-a", "sg-c")));
    private static final List<Integer> PORTS = List.of(80, 443, 8080);

    /**
     * @param groupId whose rule
     * @param rule the rule
     */
    record Owned(String groupId, Rule rule) {}

    /** One VPC with a public subnet-1 and a private subnet-2 behind a NAT gateway, and the given rules. */
    record Given(List<Owned> owned) implements Topology {
        @Override
        public Optional<Endpoint> endpoint(String networkInterfaceId) {
            return ENDS.stream()
                    .filter(end -> end.id().equals(networkInterfaceId))
                    .findFirst();
        }

        @Override
        public Routes routes(String subnetId) {
            Route local = new Route(Cidr.of("10.0.0.0/16"), "local");
            String out = subnetId.equals("subnet-1") ? "igw-1" : "nat-1";
            return new Routes("rtb-" + subnetId, List.of(new Route(Cidr.of("0.0.0.0/0"), out), local));
        }

        /** Lets everything pass: what ACLs do has properties of its own. */
        @Override
        public Acl acl(String subnetId) {
            Cidr everywhere = Cidr.of("0.0.0.0/0");
            return new Acl(
                    "acl-1",
                    Stream.of(true, false)
                            .map(egress -> new Acl.Rule(100, egress, true, everywhere, 0, 65_535))
                            .toList());
        }

        @Override
        public List<Rule> rules(String groupId) {
            return owned.stream()
                    .filter(each -> each.groupId().equals(groupId))
                    .map(Owned::rule)
                    .toList();
        }

        @Override
        public Optional<Nat> nat(String natGatewayId) {
            return Optional.of(new Nat(natGatewayId, "available", "vpc-1", "subnet-1", Optional.of("198.18.0.2")));
        }

        @Override
        public Optional<Door> door(String subnetId, String service) {
            return Optional.empty();
        }

        @Override
        public boolean attached(String internetGatewayId, String vpcId) {
            return true;
        }
    }

    @Provide
    Arbitrary<List<Owned>> ruleSets() {
        Arbitrary<Peer> peers = Arbitraries.oneOf(
                Arbitraries.of("0.0.0.0/0", "10.0.0.0/16", "10.0.2.0/24", "10.0.2.5/32", "52.0.0.0/8")
                        .map(block -> new Peer.Block(Cidr.of(block))),
                Arbitraries.of(GROUPS).map(Peer.Group::new));
        Arbitrary<Rule> rules = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of("tcp", "udp", "-1", "icmp"),
                        Arbitraries.of(0, 80, 443, 8080),
                        Arbitraries.of(0, 80, 443, 65535),
                        peers)
                .as((egress, protocol, from, to, peer) -> new Rule("sgr", egress, protocol, from, to, peer));
        return Combinators.combine(Arbitraries.of(GROUPS), rules)
                .as(Owned::new)
                .list()
                .ofMaxSize(12);
    }

    private static Set<String> open(List<Owned> owned) {
        Paths paths = new Paths(new Given(owned));
        return Stream.of(
                        ENDS.stream().flatMap(end -> PORTS.stream()
                                .filter(port -> paths.toInternet(end.id(), port).allowed())
                                .map(port -> end.id() + " out " + port)),
                        ENDS.stream().flatMap(end -> PORTS.stream()
                                .filter(port ->
                                        paths.fromInternet(end.id(), port).allowed())
                                .map(port -> end.id() + " in " + port)),
                        ENDS.stream().flatMap(from -> ENDS.stream().flatMap(to -> PORTS.stream()
                                .filter(port ->
                                        paths.between(from.id(), to.id(), port).allowed())
                                .map(port -> from.id() + " " + to.id() + " " + port))))
                .flatMap(each -> each)
                .collect(Collectors.toSet());
    }

    @Property(tries = 300)
    void removingARuleNeverOpensAPathAndAddingOneNeverCloses(@ForAll("ruleSets") List<Owned> owned) {
        Set<String> all = open(owned);
        for (int index = 0; index < owned.size(); index++) {
            List<Owned> fewer = new ArrayList<>(owned);
            fewer.remove(index);
            assertThat(all).containsAll(open(fewer));
        }
    }

    @Property(tries = 300)
    void anOpenPathHasARuleAtEachEnd(@ForAll("ruleSets") List<Owned> owned) {
        List<Owned> outbound =
                owned.stream().filter(each -> each.rule().egress()).toList();
        List<Owned> inbound =
                owned.stream().filter(each -> !each.rule().egress()).toList();
        assertThat(open(outbound)).allMatch(path -> path.contains(" out "));
        assertThat(open(inbound)).allMatch(path -> path.contains(" in "));
        assertThat(open(owned)).noneMatch(path -> path.startsWith("eni-b in") || path.startsWith("eni-c in"));
    }

    @Property(tries = 300)
    void agreesWithANaiveReadingOfTheRules(@ForAll("ruleSets") List<Owned> owned) {
        Map<String, Endpoint> ends = Map.of("eni-a", ENDS.get(0), "eni-b", ENDS.get(1), "eni-c", ENDS.get(2));
        Set<String> open = open(owned);
        for (Endpoint from : ends.values()) {
            for (Endpoint to : ends.values()) {
                for (int port : PORTS) {
                    boolean leaves = owned.stream()
                            .anyMatch(each -> from.groupIds().contains(each.groupId())
                                    && each.rule().egress()
                                    && matches(each.rule(), to, port));
                    boolean enters = owned.stream()
                            .anyMatch(each -> to.groupIds().contains(each.groupId())
                                    && !each.rule().egress()
                                    && matches(each.rule(), from, port));
                    assertThat(open.contains(from.id() + " " + to.id() + " " + port))
                            .isEqualTo(leaves && enters);
                }
            }
        }
    }

    private static boolean matches(Rule rule, Endpoint peer, int port) {
        if (rule.protocol().equals("udp") || rule.protocol().equals("icmp")) {
            return false;
        }
        if (rule.protocol().equals("tcp") && (port < rule.fromPort() || port > rule.toPort())) {
            return false;
        }
        return rule.peer() instanceof Peer.Group(String groupId)
                ? peer.groupIds().contains(groupId)
                : ((Peer.Block) rule.peer()).cidr().contains(peer.privateIp());
    }
}
