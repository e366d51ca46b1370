package dev.provision.stack;

import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.Network;
import java.util.Comparator;
import java.util.function.ToIntFunction;

/** What an environment needs of what an account has only so much of. */
record AccountNeeds(Environment environment) {
    /** Elastic IPs of a network of its own. */
    int addresses() {
        Network network = environment.network();
        return switch (network.natGateways()) {
            case PER_AZ -> network.availabilityZones();
            case SINGLE -> 1;
            case NONE -> 0;
        };
    }

    /** Units of CPU of the tasks that are always there, 1024 to a vCPU. */
    int fewestTasksCpu() {
        return sum(container ->
                container.compute() instanceof AwsFargateEcs tasks ? tasks.cpu() * tasks.minInstances() : 0);
    }

    /** Units of CPU of all tasks that there may be at once. */
    int mostTasksCpu() {
        return sum(AccountNeeds::mostTasksCpu);
    }

    private static int mostTasksCpu(Container container) {
        return container.compute() instanceof AwsFargateEcs tasks ? tasks.cpu() * tasks.maxInstances() : 0;
    }

    /** The key that says how many tasks of the greatest container there may be. */
    String mostTasksKey() {
        return greatest(AccountNeeds::mostTasksCpu) + ".compute.awsFargateEcs.maxInstances";
    }

    /** What functions reserve; instances that are kept warm count within. */
    int reserved() {
        return sum(AccountNeeds::reserved);
    }

    private static int reserved(Container container) {
        return container.compute() instanceof AwsLambda function
                ? function.reservedConcurrency().orElse(function.provisionedConcurrency())
                : 0;
    }

    /** The section of the function that reserves most. */
    String mostReservedKey() {
        return greatest(AccountNeeds::reserved) + ".compute.awsLambda";
    }

    private int sum(ToIntFunction<Container> need) {
        return environment.containers().stream().mapToInt(need).sum();
    }

    private String greatest(ToIntFunction<Container> need) {
        return environment.containers().stream()
                .max(Comparator.comparingInt(need))
                .map(container -> "containers." + container.name())
                .orElse("containers");
    }
}
