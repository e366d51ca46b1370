package dev.provision.stack;

import java.util.List;

/**
 * How a route is doing.
 *
 * @param reasons why targets are not healthy
 */
public record RouteStatus(
        String name,
        String path,
        String compute,
        String slot,
        int weight,
        boolean healthy,
        int healthyTargets,
        int totalTargets,
        List<String> reasons,
        String imageDigest,
        String version) {
    public RouteStatus {
        reasons = List.copyOf(reasons);
    }
}
