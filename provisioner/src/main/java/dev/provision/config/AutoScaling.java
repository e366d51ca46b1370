package dev.provision.config;

/**
 * When tasks are added and removed.
 *
 * @param policy steps on alarms, or target tracking
 * @param targetCpuUtilization percent
 * @param targetMemoryUtilization percent
 */
public record AutoScaling(Policy policy, int targetCpuUtilization, int targetMemoryUtilization) {
    /** The kind of scaling policy. */
    public enum Policy {
        STEP,
        TARGET
    }
}
