package dev.provision.stack;

import java.util.List;

/**
 * What an environment is doing.
 *
 * @param environment its name
 * @param endpoints empty while there is no load balancer
 * @param routes one for each slot that exists; one that is not healthy for each container without any
 */
public record StatusReport(String environment, List<Endpoint> endpoints, List<RouteStatus> routes) {
    public StatusReport {
        endpoints = List.copyOf(endpoints);
        routes = List.copyOf(routes);
    }

    public boolean healthy() {
        return routes.stream().allMatch(RouteStatus::healthy);
    }
}
