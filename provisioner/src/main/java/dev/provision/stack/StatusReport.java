package dev.provision.stack;

import java.util.List;

/** How the routes of an environment are doing. */
public record StatusReport(List<RouteStatus> routes) {
    public StatusReport {
        routes = List.copyOf(routes);
    }
}
