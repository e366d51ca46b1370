package dev.provision.localcloud.network;

import dev.provision.localcloud.network.Topology.Door;
import dev.provision.localcloud.network.Topology.Endpoint;
import dev.provision.localcloud.network.Topology.Nat;
import dev.provision.localcloud.network.Topology.Peer;
import dev.provision.localcloud.network.Topology.Route;
import dev.provision.localcloud.network.Topology.Routes;
import dev.provision.localcloud.network.Topology.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Follows a packet hop by hop, as AWS evaluates it: security groups of both ends, the route table of the subnet (longest
 * prefix first), network ACLs, NAT, internet gateway and public address; VPC
 * endpoints on the way to AWS's services.
 *
 * <p>Only the direction that opens the connection is checked against security groups, which remember connections; routes and
 * network ACLs do not, so the way back is looked up as well.
 */
public final class Paths implements Reachability, Explanations {
    /** Stands for every address of the internet, AWS's own endpoints included; it lies in a block that AWS publishes for them. */
    static final String INTERNET = "52.94.48.1";

    private static final int HTTPS = 443;
    private static final String LOCAL = "local";
    private final Topology topology;
    private final AclHops acls;

    public Paths(Topology topology) {
        this.topology = topology;
        this.acls = new AclHops(topology);
    }

    @Override
    public Verdict toInternet(String networkInterfaceId, int port) {
        return explainToInternet(networkInterfaceId, port).getLast();
    }

    @Override
    public Verdict toService(String networkInterfaceId, String service) {
        return topology.endpoint(networkInterfaceId)
                .flatMap(from -> topology.door(from.subnetId(), service))
                .map(door -> switch (door) {
                    case Door.Interfaces interfaces -> through(interfaces, networkInterfaceId);
                    case Door.Gateway gateway -> through(gateway, networkInterfaceId);
                })
                .orElseGet(() -> toInternet(networkInterfaceId, HTTPS));
    }

    private Verdict through(Door.Interfaces door, String networkInterfaceId) {
        return door.networkInterfaceIds().stream()
                .map(to -> between(networkInterfaceId, to, HTTPS, true).getLast())
                .reduce((one, other) -> one.allowed() ? one : other)
                .orElseGet(() -> new Verdict.Blocked(
                        door.id(), "VPC endpoint " + door.id() + " has no interface in any subnet."));
    }

    private Verdict through(Door.Gateway door, String networkInterfaceId) {
        Trail trail = new Trail();
        endpoint(trail, networkInterfaceId)
                .filter(from -> groups(trail, true, from, door.address(), Optional.empty(), HTTPS))
                .filter(from -> acls.toService(trail, from.subnetId(), door.address(), HTTPS))
                .ifPresent(_ -> trail.pass(door.id(), "The route leads to VPC endpoint " + door.id() + "."));
        return trail.hops().getLast();
    }

    @Override
    public Verdict fromInternet(String networkInterfaceId, int port) {
        return explainFromInternet(networkInterfaceId, port).getLast();
    }

    @Override
    public Verdict between(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port) {
        return explainBetween(fromNetworkInterfaceId, toNetworkInterfaceId, port)
                .getLast();
    }

    @Override
    public List<Verdict> explainToInternet(String networkInterfaceId, int port) {
        Trail trail = new Trail();
        Optional<Endpoint> from = endpoint(trail, networkInterfaceId);
        from.filter(end -> groups(trail, true, end, INTERNET, Optional.empty(), port))
                .ifPresent(end -> out(trail, end, port));
        return trail.hops();
    }

    @Override
    public List<Verdict> explainFromInternet(String networkInterfaceId, int port) {
        Trail trail = new Trail();
        Optional<Endpoint> to = endpoint(trail, networkInterfaceId);
        to.filter(end -> end.publicIp().isPresent()
                        ? trail.pass(
                                end.id(),
                                "Interface " + end.id() + " has the public address "
                                        + end.publicIp().get() + ".")
                        : trail.stop(end.id(), "Interface " + end.id() + " has no public address."))
                .filter(end -> gateway(trail, end))
                .filter(end -> acls.fromInternet(trail, end.subnetId(), port))
                .ifPresent(end -> groups(trail, false, end, INTERNET, Optional.empty(), port));
        return trail.hops();
    }

    @Override
    public List<Verdict> explainBetween(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port) {
        return between(fromNetworkInterfaceId, toNetworkInterfaceId, port, false);
    }

    /** @param task whether it is a task that opens the connection */
    private List<Verdict> between(String fromId, String toId, int port, boolean task) {
        Trail trail = new Trail();
        Optional<Endpoint> from = endpoint(trail, fromId);
        Optional<Endpoint> to = from.flatMap(_ -> endpoint(trail, toId));
        if (to.isPresent()) {
            between(trail, from.get(), to.get(), port, task);
        }
        return trail.hops();
    }

    private void between(Trail trail, Endpoint from, Endpoint to, int port, boolean task) {
        var _ = groups(trail, true, from, to.privateIp(), Optional.of(to), port)
                && local(trail, from, to)
                && acls.request(trail, from, to, port)
                && groups(trail, false, to, from.privateIp(), Optional.of(from), port)
                && local(trail, to, from)
                && acls.answer(trail, to, from, task);
    }

    private Optional<Endpoint> endpoint(Trail trail, String id) {
        Optional<Endpoint> found = topology.endpoint(id);
        if (found.isEmpty()) {
            trail.stop(id, "Interface " + id + " does not exist.");
        }
        return found;
    }

    /** Whether some rule of an end's security groups lets a connection out, or in. */
    private boolean groups(Trail trail, boolean out, Endpoint end, String address, Optional<Endpoint> peer, int port) {
        String at = String.join(", ", end.groupIds());
        String what = "tcp " + port + (out ? " to " : " from ") + named(address, peer) + ".";
        return end.groupIds().stream()
                .flatMap(group -> topology.rules(group).stream()
                        .filter(rule -> rule.egress() == out && rule.covers(port) && names(rule, address, peer))
                        .map(rule -> new Verdict.Allowed(
                                rule.id(), "Rule " + rule.id() + " of security group " + group + " allows " + what)))
                .findFirst()
                .map(trail::pass)
                .orElseGet(() -> trail.stop(
                        String.join(",", end.groupIds()),
                        "No " + (out ? "outbound" : "inbound") + " rule of security group " + at + " allows " + what));
    }

    private static String named(String address, Optional<Endpoint> peer) {
        return peer.map(end -> address + " (" + end.id() + " in " + String.join(", ", end.groupIds()) + ")")
                .orElse("the internet");
    }

    private static boolean names(Rule rule, String address, Optional<Endpoint> peer) {
        return switch (rule.peer()) {
            case Peer.Block block -> block.cidr().contains(address);
            case Peer.Group group ->
                peer.filter(end -> end.groupIds().contains(group.groupId())).isPresent();
        };
    }

    private boolean local(Trail trail, Endpoint from, Endpoint to) {
        Routes routes = topology.routes(from.subnetId());
        boolean there = from.vpcId().equals(to.vpcId())
                && route(routes, to.privateIp())
                        .filter(route -> route.target().equals(LOCAL))
                        .isPresent();
        return there
                ? trail.pass(
                        routes.routeTableId(), table(routes, from) + " has the local route to " + to.privateIp() + ".")
                : trail.stop(
                        routes.routeTableId(),
                        table(routes, from) + " has no route to " + to.privateIp() + " in " + to.vpcId() + ".");
    }

    /** The way out to the internet, by an internet gateway or through a NAT gateway. */
    private boolean out(Trail trail, Endpoint from, int port) {
        Routes routes = topology.routes(from.subnetId());
        Optional<Route> route = route(routes, INTERNET);
        if (route.isEmpty()) {
            return trail.stop(routes.routeTableId(), table(routes, from) + " has no route to the internet.");
        }
        String target = route.get().target();
        if (target.startsWith("nat-")) {
            Optional<Nat> nat = topology.nat(target);
            return nat.isPresent()
                    ? trail.pass(routes.routeTableId(), table(routes, from) + " leads to NAT gateway " + target + ".")
                            && through(trail, nat.get())
                            && acls.throughNat(trail, from, nat.get().subnetId(), port)
                    : blackhole(trail, routes, route.get(), "does not exist");
        }
        if (from.publicIp().isEmpty() && target.startsWith("igw-")) {
            return trail.stop(
                    from.id(),
                    "Interface " + from.id() + " has no public address, without which internet gateway " + target
                            + " carries nothing.");
        }
        return gateway(trail, from) && acls.toInternet(trail, from.subnetId(), port);
    }

    private boolean through(Trail trail, Nat nat) {
        if (!nat.state().equals("available")) {
            return trail.stop(nat.id(), "NAT gateway " + nat.id() + " is " + nat.state() + ", not available.");
        }
        if (nat.publicIp().isEmpty()) {
            return trail.stop(nat.id(), "NAT gateway " + nat.id() + " has no Elastic IP: it is a private one.");
        }
        Routes routes = topology.routes(nat.subnetId());
        return trail.pass(
                        nat.id(),
                        "NAT gateway " + nat.id() + " is available, with "
                                + nat.publicIp().get() + ".")
                && gateway(
                        trail,
                        nat.vpcId(),
                        routes,
                        "Route table " + routes.routeTableId() + " of subnet " + nat.subnetId() + ", where NAT gateway "
                                + nat.id() + " stands,");
    }

    private boolean gateway(Trail trail, Endpoint end) {
        Routes routes = topology.routes(end.subnetId());
        return gateway(trail, end.vpcId(), routes, table(routes, end));
    }

    private boolean gateway(Trail trail, String vpcId, Routes routes, String named) {
        Optional<Route> route =
                route(routes, INTERNET).filter(found -> found.target().startsWith("igw-"));
        if (route.isEmpty()) {
            return trail.stop(routes.routeTableId(), named + " has no route to an internet gateway.");
        }
        String target = route.get().target();
        return topology.attached(target, vpcId)
                ? trail.pass(target, named + " leads to internet gateway " + target + ", which is attached.")
                : blackhole(trail, routes, route.get(), "is not attached to " + vpcId);
    }

    private static boolean blackhole(Trail trail, Routes routes, Route route, String why) {
        return trail.stop(
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
