package dev.provision.stack;

import dev.provision.aws.ssm.Held;
import dev.provision.release.ReleaseRecord;
import java.util.List;
import java.util.Optional;

/**
 * What an environment is doing.
 *
 * @param environment its name
 * @param endpoints empty while there is no load balancer
 * @param routes one for each slot that exists; one that is not healthy for each container without any
 * @param charts the metrics of the last hour
 * @param alarms by name
 * @param release the latest; empty where there was none
 * @param lock held by a command that changes the environment
 * @param unread what could not be asked for, and why; the rest holds all the same
 */
public record StatusReport(
        String environment,
        List<Endpoint> endpoints,
        List<RouteStatus> routes,
        List<Chart> charts,
        List<AlarmStatus> alarms,
        Optional<ReleaseRecord> release,
        Optional<Held> lock,
        List<String> unread) {
    public StatusReport {
        endpoints = List.copyOf(endpoints);
        routes = List.copyOf(routes);
        charts = List.copyOf(charts);
        alarms = List.copyOf(alarms);
        unread = List.copyOf(unread);
    }

    public boolean healthy() {
        return routes.stream().allMatch(RouteStatus::healthy);
    }
}
