package dev.provision.release;

import java.time.Duration;
import java.util.List;

/**
 * What a new version is held to.
 *
 * @param errorRate percent of its requests that may fail
 * @param latencyFactor how many times the old version's 95th percentile its own may be
 * @param latencySlack what it may be above that anyway
 * @param minimumRequests how many requests it must have had before it is judged
 * @param alarms names of alarms that must not be on
 */
public record Limits(
        double errorRate, double latencyFactor, Duration latencySlack, long minimumRequests, List<String> alarms) {
    public Limits {
        alarms = List.copyOf(alarms);
    }
}
