package dev.provision.localcloud.elb.routes;

import java.time.Duration;
import java.util.List;

/**
 * A load balancer as requests see it.
 *
 * @param dimension its name in metrics: {@code app/<name>/<id>}
 * @param active whether it is in service; before, it answers 503
 * @param internal whether it has no public addresses; its clients count as being in the VPC
 * @param nodes its interfaces; a connection belongs to one of them
 * @param idleTimeout how long a connection may be silent
 * @param forwardedFor what happens to {@code X-Forwarded-For}
 * @param clientPort whether the client's port is added to it
 * @param dropInvalidHeaders whether headers whose names have odd characters are removed
 * @param logged whether requests are written to the access log
 */
public record LoadBalancerPlan(
        String dimension,
        boolean active,
        boolean internal,
        List<Node> nodes,
        Duration idleTimeout,
        ForwardedFor forwardedFor,
        boolean clientPort,
        boolean dropInvalidHeaders,
        boolean logged) {
    public LoadBalancerPlan {
        nodes = List.copyOf(nodes);
    }

    /** What happens to {@code X-Forwarded-For}. */
    public enum ForwardedFor {
        APPEND,
        PRESERVE,
        REMOVE
    }

    /** One interface of the load balancer. */
    public record Node(String networkInterfaceId, String availabilityZone) {}
}
