package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.Node;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.state.ControlPlane;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Whether packets pass, remembered for a moment so that requests do not queue for the control-plane lock. */
final class Access {
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();
    private static final int MOST_REMEMBERED = 10_000;
    private static final String INTERNET = "internet";

    private final ControlPlane controlPlane;
    private final Reachability reachability;
    private final ConcurrentHashMap<Way, Known> known = new ConcurrentHashMap<>();

    private record Way(String from, String to, int port) {}

    private record Known(boolean allowed, long askedAt) {}

    Access(ControlPlane controlPlane, Reachability reachability) {
        this.controlPlane = controlPlane;
        this.reachability = reachability;
    }

    /** Whether clients on the internet reach a load balancer's node. */
    boolean fromInternet(Node node, int port) {
        return ask(
                new Way(INTERNET, node.networkInterfaceId(), port),
                () -> reachability.fromInternet(node.networkInterfaceId(), port).allowed());
    }

    /** Whether a load balancer's node reaches a target. */
    boolean between(Node node, Group.Place target, int port) {
        return ask(new Way(node.networkInterfaceId(), target.networkInterfaceId(), port), () -> reachability
                .between(node.networkInterfaceId(), target.networkInterfaceId(), port)
                .allowed());
    }

    private boolean ask(Way way, BooleanSupplier question) {
        long now = System.nanoTime();
        Known last = known.get(way);
        if (last != null) {
            boolean fresh = now - last.askedAt < FRESH_NANOS;
            // Who comes first asks again; the others go on with what was known, or all would queue for the lock.
            if (fresh || !known.replace(way, last, new Known(last.allowed, now))) {
                return last.allowed;
            }
        }
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        boolean allowed = controlPlane.call(question::getAsBoolean);
        known.put(way, new Known(allowed, now));
        return allowed;
    }
}
