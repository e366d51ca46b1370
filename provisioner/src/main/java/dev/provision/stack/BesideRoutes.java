package dev.provision.stack;

import dev.provision.aws.ssm.Held;
import dev.provision.release.ReleaseRecord;
import java.util.List;
import java.util.Optional;

/**
 * What a status tells that needs no look at the load balancer.
 *
 * @param alarms by name
 * @param release the latest; empty where there was none
 * @param lock held by a command that changes the environment
 * @param unread what could not be asked for, and why
 */
public record BesideRoutes(
        List<AlarmStatus> alarms, Optional<ReleaseRecord> release, Optional<Held> lock, List<String> unread) {
    public BesideRoutes {
        alarms = List.copyOf(alarms);
        unread = List.copyOf(unread);
    }
}
