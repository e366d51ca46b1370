package dev.provision.stack;

import java.util.List;

/**
 * What one slot of a route is doing.
 *
 * @param name the name of its container
 * @param path the path pattern
 * @param compute {@code lambda} or {@code fargate}
 * @param slot {@code blue} or {@code green}
 * @param weight percent of the route's requests that it gets
 * @param healthy whether it serves as it should: every wanted target is healthy, or it gets no requests
 * @param healthyTargets targets that get requests
 * @param totalTargets targets that should get requests
 * @param work what is behind the slot
 * @param reasons what is wrong, in AWS's words; empty when healthy
 * @param imageDigest {@code sha256:…}; an empty text where it is not known
 * @param version the version of the function, or the revision of the task definition; an empty text where there is none
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
        SlotWork work,
        List<String> reasons,
        String imageDigest,
        String version) {
    public RouteStatus {
        reasons = List.copyOf(reasons);
    }
}
