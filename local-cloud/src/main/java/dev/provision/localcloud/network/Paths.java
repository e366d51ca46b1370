package dev.provision.localcloud.network;

import dev.provision.localcloud.network.Topology.Endpoint;
import dev.provision.localcloud.network.Topology.Nat;
import dev.provision.localcloud.network.Topology.Peer;
import dev.provision.localcloud.network.Topology.Route;
import dev.provision.localcloud.network.Topology.Routes;
import dev.provision.localcloud.network.Topology.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Follows a packet hop by hop, as AWS evaluates it: security groups of both ends, the route table of the subnet (longest
 * prefix first), NAT, internet gateway and public address. Network ACLs let everything pass: the default ones do, and
 * there are no others.
 *
 * <p>Only the direction that opens the connection is checked against security groups, which remember connections; routes
 * do not, so the way back from a public address is looked up as well.
 */
public final class Paths implements Reachability {
    /** Stands for every address of the internet, AWS's own endpoints included; it lies in a block that AWS publishes for them. */
    private static final String INTERNET = "52.94.48.1";

    private static final String LOCAL = "local";
    private final Topology topology;

    public Paths(Topology topology) {
        this.topology = topology;
    }

    @Override
    public Verdict toInternet(String networkInterfaceId, int port) {
        return endpoint(
                networkInterfaceId,
                from -> first(List.of(() -> leaves(from, INTERNET, Optional.empty(), port), () -> out(from))));
    }

    @Override
    public Verdict fromInternet(String networkInterfaceId, int port) {
        return endpoint(networkInterfaceId, to -> {
            if (to.publicIp().isEmpty()) {
                return new Verdict.Blocked(to.id(), "Interface " + to.id() + " has no public address.");
            }
            return first(List.of(() -> gateway(to), () -> enters(to, INTERNET, Optional.empty(), port)));
        });
    }

    @Override
    public Verdict between(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port) {
        return endpoint(
                fromNetworkInterfaceId,
                from -> endpoint(
                        toNetworkInterfaceId,
                        to -> first(List.of(
                                () -> leaves(from, to.privateIp(), Optional.of(to), port),
                                () -> local(from, to),
                                () -> enters(to, from.privateIp(), Optional.of(from), port),
                                () -> local(to, from)))));
    }

    private Verdict endpoint(String id, Function<Endpoint, Verdict> check) {
        return topology.endpoint(id)
                .map(check)
                .orElseGet(() -> new Verdict.Blocked(id, "Interface " + id + " does not exist."));
    }

    private static Verdict first(List<Supplier<Verdict>> checks) {
        return checks.stream()
                .map(Supplier::get)
                .filter(verdict -> !verdict.allowed())
                .findFirst()
                .orElseGet(Verdict.Allowed::new);
    }

    private Verdict leaves(Endpoint from, String address, Optional<Endpoint> peer, int port) {
        return permits(from, true, address, peer, port)
                ? new Verdict.Allowed()
                : new Verdict.Blocked(
                        String.join(",", from.groupIds()),
                        "No outbound rule of security group " + String.join(", ", from.groupIds()) + " allows tcp "
                                + port + " to " + named(address, peer) + ".");
    }

    private Verdict enters(Endpoint to, String address, Optional<Endpoint> peer, int port) {
        return permits(to, false, address, peer, port)
                ? new Verdict.Allowed()
                : new Verdict.Blocked(
                        String.join(",", to.groupIds()),
                        "No inbound rule of security group " + String.join(", ", to.groupIds()) + " allows tcp " + port
                                + " from " + named(address, peer) + ".");
    }

    private static String named(String address, Optional<Endpoint> peer) {
        return peer.map(end -> address + " (" + end.id() + " in " + String.join(", ", end.groupIds()) + ")")
                .orElse("the internet");
    }

    private boolean permits(Endpoint end, boolean egress, String address, Optional<Endpoint> peer, int port) {
        return end.groupIds().stream()
                .flatMap(group -> topology.rules(group).stream())
                .anyMatch(rule -> rule.egress() == egress && rule.covers(port) && names(rule, address, peer));
    }

    private static boolean names(Rule rule, String address, Optional<Endpoint> peer) {
        return switch (rule.peer()) {
            case Peer.Block block -> block.cidr().contains(address);
            case Peer.Group group ->
                peer.filter(end -> end.groupIds().contains(group.groupId())).isPresent();
        };
    }

    private Verdict local(Endpoint from, Endpoint to) {
        Routes routes = topology.routes(from.subnetId());
        return from.vpcId().equals(to.vpcId())
                        && route(routes, to.privateIp())
                                .filter(route -> route.target().equals(LOCAL))
                                .isPresent()
                ? new Verdict.Allowed()
                : new Verdict.Blocked(
                        routes.routeTableId(),
                        table(routes, from) + " has no route to " + to.privateIp() + " in " + to.vpcId() + ".");
    }

    /** The way out to the internet, by an internet gateway or through a NAT gateway. */
    private Verdict out(Endpoint from) {
        Routes routes = topology.routes(from.subnetId());
        Optional<Route> route = route(routes, INTERNET);
        if (route.isEmpty()) {
            return new Verdict.Blocked(routes.routeTableId(), table(routes, from) + " has no route to the internet.");
        }
        String target = route.get().target();
        if (target.startsWith("nat-")) {
            return topology.nat(target)
                    .map(nat -> through(nat))
                    .orElseGet(() -> blackhole(routes, route.get(), "does not exist"));
        }
        if (from.publicIp().isEmpty() && target.startsWith("igw-")) {
            return new Verdict.Blocked(
                    from.id(),
                    "Interface " + from.id() + " has no public address, without which internet gateway " + target
                            + " carries nothing.");
        }
        return gateway(from.vpcId(), routes, table(routes, from));
    }

    private Verdict through(Nat nat) {
        if (!nat.state().equals("available")) {
            return new Verdict.Blocked(nat.id(), "NAT gateway " + nat.id() + " is " + nat.state() + ", not available.");
        }
        if (nat.publicIp().isEmpty()) {
            return new Verdict.Blocked(
                    nat.id(), "NAT gateway " + nat.id() + " has no Elastic IP: it is a private one.");
        }
        Routes routes = topology.routes(nat.subnetId());
        return gateway(
                nat.vpcId(),
                routes,
                "Route table " + routes.routeTableId() + " of subnet " + nat.subnetId() + ", where NAT gateway "
                        + nat.id() + " stands,");
    }

    private Verdict gateway(Endpoint to) {
        Routes routes = topology.routes(to.subnetId());
        return gateway(to.vpcId(), routes, table(routes, to));
    }

    private Verdict gateway(String vpcId, Routes routes, String named) {
        Optional<Route> route =
                route(routes, INTERNET).filter(found -> found.target().startsWith("igw-"));
        if (route.isEmpty()) {
            return new Verdict.Blocked(routes.routeTableId(), named + " has no route to an internet gateway.");
        }
        return topology.attached(route.get().target(), vpcId)
                ? new Verdict.Allowed()
                : blackhole(routes, route.get(), "is not attached to " + vpcId);
    }

    private static Verdict blackhole(Routes routes, Route route, String why) {
        return new Verdict.Blocked(
                route.target(),
                "Route " + route.destination() + " of route table " + routes.routeTableId() + " is a blackhole: "
                        + route.target() + " " + why + ".");
    }

    private static String table(Routes routes, Endpoint end) {
        return "Route table " + routes.routeTableId() + " of subnet " + end.subnetId();
    }

    private static Optional<Route> route(Routes routes, String address) {
        return routes.routes().stream()
                .filter(route -> route.destination().contains(address))
                .max(Comparator.comparingInt(route -> route.destination().prefix()));
    }
}
