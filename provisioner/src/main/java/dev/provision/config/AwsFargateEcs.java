package dev.provision.config;

/**
 * An ECS service on Fargate.
 *
 * @param cpu vCPU units, 1024 to a vCPU
 * @param memory MiB
 * @param minInstances tasks at least
 * @param maxInstances tasks at most
 * @param autoScaling when tasks are added and removed
 */
public record AwsFargateEcs(int cpu, int memory, int minInstances, int maxInstances, AutoScaling autoScaling)
        implements Compute {
    @Override
    public String type() {
        return "awsFargateEcs";
    }
}
