package dev.provision.localcloud.elb.routes;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A target group as requests see it. */
public sealed interface Group {
    String arn();

    /** Its name in metrics: {@code targetgroup/<name>/<id>}. */
    String dimension();

    /**
     * Targets reached over the network.
     *
     * @param targets those that may get requests: the healthy ones or, if there is none, all of them (fail-open)
     * @param tls whether the targets speak HTTPS
     * @param leastOutstanding whether the target with the fewest requests in flight is next, instead of the next in turn
     * @param stickiness how clients stay with a target, if they do
     */
    record Ip(
            String arn,
            String dimension,
            List<Target> targets,
            boolean tls,
            boolean leastOutstanding,
            Optional<Stickiness> stickiness)
            implements Group {
        public Ip {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A function.
     *
     * @param function its ARN, if one is registered
     * @param multiValueHeaders whether headers and query parameters come with all their values
     */
    record Lambda(String arn, String dimension, Optional<String> function, boolean multiValueHeaders)
            implements Group {}

    /**
     * One target.
     *
     * @param ip its address in the VPC
     * @param port its port
     * @param place where it is, if an interface has that address
     */
    record Target(String ip, int port, Optional<Place> place) {}

    /**
     * @param networkInterfaceId the interface that has the target's address
     * @param address where it listens on this machine
     */
    record Place(String networkInterfaceId, InetSocketAddress address) {}

    /**
     * @param cookie the application's cookie; empty for the load balancer's own
     * @param duration for how long
     */
    record Stickiness(Optional<String> cookie, Duration duration) {}
}
