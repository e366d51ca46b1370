package dev.provision.aws.elb;

/** How often the load balancer checks targets. The time-out must be shorter than the interval: CreateTargetGroup. */
public enum CheckPace {
    /** While somebody waits for a new version to become healthy. */
    WAITING(5, 4),
    /** As the architecture has it. */
    STEADY(30, 5);

    private final int intervalSeconds;
    private final int timeoutSeconds;

    CheckPace(int intervalSeconds, int timeoutSeconds) {
        this.intervalSeconds = intervalSeconds;
        this.timeoutSeconds = timeoutSeconds;
    }

    public int intervalSeconds() {
        return intervalSeconds;
    }

    public int timeoutSeconds() {
        return timeoutSeconds;
    }
}
