package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.routes.Group;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan.Node;
import java.time.Duration;
import java.util.List;

/** One check of one target. */
public sealed interface HealthCheck {
    /** Which answers pass. */
    Matcher matcher();

    /**
     * A request over the network.
     *
     * @param nodes the load balancer's interfaces, each of which must reach the target
     * @param target whom
     * @param port the port to check, which may not be the target's
     * @param tls whether by HTTPS
     * @param path path and query
     * @param timeout how long an answer may take
     */
    record OverNetwork(
            List<Node> nodes,
            Group.Target target,
            int port,
            boolean tls,
            String path,
            Duration timeout,
            Matcher matcher)
            implements HealthCheck {
        public OverNetwork {
            nodes = List.copyOf(nodes);
        }
    }

    /** An invocation. */
    record ByInvocation(Group.Lambda group, String function, String path, Duration timeout, Matcher matcher)
            implements HealthCheck {}

    /** How a check ended. */
    sealed interface Outcome {
        record Passed() implements Outcome {}

        /** The target answered, but with another status than expected. */
        record Mismatch(int status) implements Outcome {}

        record TimedOut() implements Outcome {}

        /** The connection was refused or broke, or the answer made no sense. */
        record Failed() implements Outcome {}
    }
}
