package dev.provision.release;

import dev.provision.aws.elb.LoadBalancerArn;
import java.util.List;
import java.util.Optional;

/**
 * What all routes of an environment are doing.
 *
 * @param balancer the load balancer; empty where there is none
 */
public record RouteStates(Optional<Balancer> balancer, List<RouteState> routes) {
    public RouteStates {
        routes = List.copyOf(routes);
    }

    /** The load balancer that all routes share. */
    public record Balancer(LoadBalancerArn arn, String dnsName) {}

    /** Nothing exists. */
    public static RouteStates none() {
        return new RouteStates(Optional.empty(), List.of());
    }

    public RouteState of(String container) {
        return routes.stream()
                .filter(route -> route.container().equals(container))
                .findFirst()
                .orElseGet(() -> RouteState.none(container));
    }

    /** The release that was under way when it was looked; empty where none was. */
    public Optional<RunningShift> running() {
        return RunningShift.of(this);
    }
}
