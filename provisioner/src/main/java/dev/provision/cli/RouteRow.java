package dev.provision.cli;

import dev.provision.stack.RouteStatus;
import java.util.List;

/** A route as a row of a table. */
final class RouteRow {
    private RouteRow() {}

    /** @param last what the last column says */
    static List<String> of(RouteStatus route, String last) {
        return List.of(
                route.name(),
                route.path(),
                route.compute(),
                route.slot(),
                route.weight() + " %",
                route.healthyTargets() + "/" + route.totalTargets(),
                route.work().words(),
                route.version(),
                last);
    }
}
