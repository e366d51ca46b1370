package dev.provision.config;

/**
 * An ECS service on Fargate.
 *
 * @param cpu vCPU units, 1024 to a vCPU
 * @param memory MiB
 * @param minInstances tasks at least
 * @param maxInstances tasks at most
 * @param autoScaling when tasks are added and removed
 * @param enableExecuteCommand whether commands can be run in the tasks, by ECS Exec
 */
public record AwsFargateEcs(
        int cpu, int memory, int minInstances, int maxInstances, AutoScaling autoScaling, boolean enableExecuteCommand)
        implements Compute {

    /** Without ECS Exec. */
    public AwsFargateEcs(int cpu, int memory, int minInstances, int maxInstances, AutoScaling autoScaling) {
        this(cpu, memory, minInstances, maxInstances, autoScaling, false);
    }

    @Override
    public String type() {
        return "awsFargateEcs";
    }
}
