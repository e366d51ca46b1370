package dev.provision.localcloud.network;

import dev.provision.localcloud.network.Topology.Endpoint;
import java.util.Optional;

/**
 * What network ACLs do to packets that leave or enter a subnet; those within one never meet its ACL. Answers go to a port that
 * the client chooses: load balancers, NAT gateways and functions take any of 1024 to 65535, and clients on the internet whatever
 * they like of them ("Ephemeral ports" in the VPC guide), so that every one of these must pass; tasks, which alone ask for
 * something on the internet here, take what Linux does.
 */
final class AclHops {
    private static final Ports ANY = new Ports(1024, 65_535);

    /** The default of net.ipv4.ip_local_port_range. */
    private static final Ports OF_LINUX = new Ports(32_768, 60_999);

    private final Topology topology;

    AclHops(Topology topology) {
        this.topology = topology;
    }

    /** Those that clients of a kind choose from. */
    private record Ports(int first, int last) {}

    /** The other end of a packet: its address, and what it is called. */
    private record Peer(String address, String name) {
        static Peer of(Endpoint end) {
            return new Peer(end.privateIp(), end.privateIp());
        }

        static Peer internet() {
            return new Peer(Paths.INTERNET, "the internet");
        }
    }

    /** From one interface to a port of another. */
    boolean request(Trail trail, Endpoint from, Endpoint to, int port) {
        return from.subnetId().equals(to.subnetId())
                || (passes(trail, from.subnetId(), true, Peer.of(to), port)
                        && passes(trail, to.subnetId(), false, Peer.of(from), port));
    }

    /**
     * Back to the interface that opened the connection.
     *
     * @param task whether that is a task's
     */
    boolean answer(Trail trail, Endpoint from, Endpoint to, boolean task) {
        Ports chosen = task ? OF_LINUX : ANY;
        return from.subnetId().equals(to.subnetId())
                || (answers(trail, from.subnetId(), true, Peer.of(to), chosen)
                        && answers(trail, to.subnetId(), false, Peer.of(from), chosen));
    }

    /** Out of a subnet to a port of the internet, and back. */
    boolean toInternet(Trail trail, String subnetId, int port) {
        return toInternet(trail, subnetId, port, OF_LINUX);
    }

    private boolean toInternet(Trail trail, String subnetId, int port, Ports chosen) {
        return passes(trail, subnetId, true, Peer.internet(), port)
                && answers(trail, subnetId, false, Peer.internet(), chosen);
    }

    /** Out of a subnet to a port of a service at one of its addresses, and back; gateway endpoints stand in no subnet. */
    boolean toService(Trail trail, String subnetId, String address, int port) {
        Peer service = new Peer(address, address);
        return passes(trail, subnetId, true, service, port) && answers(trail, subnetId, false, service, OF_LINUX);
    }

    /** From the internet to a port of an interface, and back. */
    boolean fromInternet(Trail trail, String subnetId, int port) {
        return passes(trail, subnetId, false, Peer.internet(), port)
                && answers(trail, subnetId, true, Peer.internet(), ANY);
    }

    /**
     * From an interface through a NAT gateway to a port of the internet, and back. The gateway's subnet is another one: its
     * routes lead to an internet gateway.
     */
    boolean throughNat(Trail trail, Endpoint from, String natSubnetId, int port) {
        Peer behind = Peer.of(from);
        return passes(trail, from.subnetId(), true, Peer.internet(), port)
                && passes(trail, natSubnetId, false, behind, port)
                && toInternet(trail, natSubnetId, port, ANY)
                && answers(trail, natSubnetId, true, behind, OF_LINUX)
                && answers(trail, from.subnetId(), false, Peer.internet(), OF_LINUX);
    }

    private boolean passes(Trail trail, String subnetId, boolean out, Peer peer, int port) {
        return passes(trail, subnetId, out, peer, port, port, "tcp " + port);
    }

    private boolean answers(Trail trail, String subnetId, boolean out, Peer peer, Ports chosen) {
        return passes(
                trail,
                subnetId,
                out,
                peer,
                chosen.first(),
                chosen.last(),
                "answers to tcp " + chosen.first() + "-" + chosen.last());
    }

    private boolean passes(Trail trail, String subnetId, boolean out, Peer peer, int from, int to, String what) {
        Acl acl = topology.acl(subnetId);
        String named = "etwork ACL " + acl.id() + " of subnet " + subnetId;
        String way = (out ? " out to " : " in from ") + peer.name();
        Optional<Acl.Drop> drop = acl.drop(out, peer.address(), from, to);
        if (drop.isEmpty()) {
            return trail.pass(acl.id(), "N" + named + " lets " + what + way + ".");
        }
        String dropped = what + (from == to ? "" : ", " + drop.get().port() + " among them,");
        return drop.get()
                .rule()
                .filter(rule -> !rule.last())
                .map(rule -> trail.stop(
                        acl.id(), "Rule " + rule.number() + " of n" + named + " denies " + dropped + way + "."))
                .orElseGet(() -> trail.stop(acl.id(), "N" + named + " has no rule that lets " + dropped + way + "."));
    }
}
