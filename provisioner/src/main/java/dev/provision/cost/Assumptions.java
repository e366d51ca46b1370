package dev.provision.cost;

import dev.provision.config.ImageSettings.Architecture;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What the configuration does not say and the bill depends on. docs/cost.md gives the reason of each.
 *
 * @param freeTier whether AWS's monthly free amounts are taken off; nothing else in the account uses them then
 * @param architecture of the processors
 * @param requestsPerVcpu how many requests a second one vCPU of a task serves when it is full
 * @param taskPercent how full a task is meant to be: above it, another is added
 */
public record Assumptions(boolean freeTier, Architecture architecture, int requestsPerVcpu, int taskPercent) {
    /** What a response and its headers weigh. */
    static final int RESPONSE_BYTES = 1_024;

    /** Two lines of the service and the lines START, END and REPORT of Lambda. */
    static final int FUNCTION_LOG_BYTES = 500;

    /** Two lines of the service. */
    static final int TASK_LOG_BYTES = 150;

    /** What is kept in the registry, in 1/10 GB: an image and its predecessor. */
    static final BigDecimal IMAGE_GB = new BigDecimal("0.2");

    /** SPEC.md: 50 to 100 requests a second for a task of a quarter vCPU. */
    static final int REQUESTS_PER_VCPU = 200;

    static final int TASK_PERCENT = 60;

    public static Assumptions of(Architecture architecture) {
        return new Assumptions(false, architecture, REQUESTS_PER_VCPU, TASK_PERCENT);
    }

    public Assumptions withFreeTier(boolean free) {
        return new Assumptions(free, architecture, requestsPerVcpu, taskPercent);
    }

    public Assumptions on(Architecture other) {
        return new Assumptions(freeTier, other, requestsPerVcpu, taskPercent);
    }

    boolean arm() {
        return architecture == Architecture.ARM64;
    }

    /** Requests a second that a task serves at the utilisation that it is meant to have. */
    BigDecimal requestsPerTask(int cpuUnits) {
        return BigDecimal.valueOf((long) requestsPerVcpu * cpuUnits)
                .multiply(BigDecimal.valueOf(taskPercent))
                .divide(BigDecimal.valueOf(1024L * 100), MathContext.DECIMAL128);
    }

    /** How many tasks a load needs; at least one. */
    int tasksFor(Load load, int cpuUnits) {
        return load.requestsPerSecond()
                .divide(requestsPerTask(cpuUnits), 0, RoundingMode.CEILING)
                .max(BigDecimal.ONE)
                .intValueExact();
    }
}
