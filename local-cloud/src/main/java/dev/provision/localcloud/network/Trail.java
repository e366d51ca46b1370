package dev.provision.localcloud.network;

import java.util.ArrayList;
import java.util.List;

/** The hops of a packet so far. */
final class Trail {
    private final List<Verdict> hops = new ArrayList<>();

    /** Notes a hop; whether the packet goes on. */
    boolean pass(Verdict hop) {
        hops.add(hop);
        return hop.allowed();
    }

    boolean pass(String hop, String reason) {
        return pass(new Verdict.Allowed(hop, reason));
    }

    boolean stop(String hop, String reason) {
        return pass(new Verdict.Blocked(hop, reason));
    }

    List<Verdict> hops() {
        return List.copyOf(hops);
    }
}
