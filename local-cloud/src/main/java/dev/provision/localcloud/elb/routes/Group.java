package dev.provision.localcloud.elb.routes;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
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
     * @param slowStart how its share grows, if it is new among others
     */
    record Target(String ip, int port, Optional<Place> place, Optional<SlowStart> slowStart) {}

    /**
     * A share of the requests that grows evenly from nothing to that of any other target.
     *
     * @param since when it began
     * @param duration after which it is whole
     */
    record SlowStart(Instant since, Duration duration) {
        /** The part of its turns that a target takes. */
        public double share(Instant now) {
            return Math.clamp((double) Duration.between(since, now).toMillis() / duration.toMillis(), 0, 1);
        }
    }

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
