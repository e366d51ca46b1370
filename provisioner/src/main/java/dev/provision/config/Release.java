package dev.provision.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a new version takes over from the one that serves.
 *
 * @param strategy how requests are moved
 * @param steps percentages that the new version gets one after the other, before it gets everything; for canary
 * @param interval how long each step is watched
 * @param bake how long the new version is watched once it has everything
 * @param keepPrevious how long the old version is kept warm
 * @param keep how many releases are remembered and can be gone back to
 * @param gates what is judged
 * @param smoke what is asked before any client is
 */
public record Release(
        Strategy strategy,
        List<Integer> steps,
        Duration interval,
        Duration bake,
        Duration keepPrevious,
        int keep,
        Gates gates,
        Smoke smoke) {
    public Release {
        steps = List.copyOf(steps);
    }

    /** How requests are moved to a new version. */
    public enum Strategy {
        ALL_AT_ONCE,
        LINEAR,
        CANARY
    }

    /**
     * When a release is given up.
     *
     * @param errorRate percent of the new version's requests that may fail
     * @param latencyFactor how many times slower than the old version it may be
     * @param latencySlack what it may be slower in any case
     * @param minimumRequests how many requests it must have had before it is judged; 0: none
     * @param alarms names of CloudWatch alarms that must not be on
     * @param patience how long a gate may wait for what it needs
     */
    public record Gates(
            double errorRate,
            double latencyFactor,
            Duration latencySlack,
            int minimumRequests,
            List<String> alarms,
            Duration patience) {
        public Gates {
            alarms = List.copyOf(alarms);
        }
    }

    /**
     * A request that only the release makes.
     *
     * @param path empty: that of the health check
     * @param expect the status of the answer
     */
    public record Smoke(Optional<String> path, int expect) {}

    /** For an environment that is only to be taken down: nothing is kept warm, nothing is judged. */
    static Release none() {
        Gates gates = new Gates(0, 1, Duration.ZERO, 0, List.of(), Duration.ZERO);
        return new Release(
                Strategy.ALL_AT_ONCE,
                List.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                1,
                gates,
                new Smoke(Optional.empty(), 200));
    }

    /** This, with another strategy. */
    public Release with(Strategy other) {
        return new Release(other, steps, interval, bake, keepPrevious, keep, gates, smoke);
    }
}
