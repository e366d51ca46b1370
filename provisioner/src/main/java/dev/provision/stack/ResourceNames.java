package dev.provision.stack;

import dev.provision.aws.Names;
import dev.provision.aws.elb.Slot;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.release.ComputeKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the resources of an environment are called, within the limits of AWS. */
record ResourceNames(Environment environment) {
    private static final int BALANCER_LIMIT = 32;
    private static final int FUNCTION_LIMIT = 64;
    private static final int ROLE_LIMIT = 64;
    private static final int ECS_LIMIT = 255;

    /** For things of which an environment has one. */
    String prefix() {
        return environment.prefix();
    }

    String loadBalancer() {
        return Names.bounded(prefix(), "", BALANCER_LIMIT);
    }

    /** What runs a container, as it is configured. */
    static ComputeKind kind(Container container) {
        return switch (container.compute()) {
            case AwsLambda _ -> ComputeKind.LAMBDA;
            case AwsFargateEcs _ -> ComputeKind.FARGATE;
        };
    }

    /** A target group is for one kind of targets for ever, and a route may move from one kind to the other. */
    String targetGroup(Container container, ComputeKind kind, Slot slot) {
        String suffix = slot.word() + (kind == ComputeKind.LAMBDA ? "-fn" : "");
        return Names.bounded(prefix() + "-" + container.name(), suffix, BALANCER_LIMIT);
    }

    String targetGroup(Container container, Slot slot) {
        return targetGroup(container, kind(container), slot);
    }

    /** The names of load balancers and target groups, in all slots. */
    Set<String> balancing() {
        return Stream.concat(
                        Stream.of(loadBalancer()),
                        environment.containers().stream().flatMap(container -> Arrays.stream(Slot.values())
                                .flatMap(slot -> Arrays.stream(ComputeKind.values())
                                        .map(kind -> targetGroup(container, kind, slot)))))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Docker allows lower case only. */
    String repository() {
        return prefix().toLowerCase(Locale.ROOT);
    }

    String function(Container container) {
        return Names.bounded(prefix(), container.name(), FUNCTION_LIMIT);
    }

    String functionLogs(Container container) {
        return "/aws/lambda/" + function(container);
    }

    String taskLogs(Container container) {
        return "/ecs/" + prefix() + "-" + container.name();
    }

    /** @param use what the role is for: {@code function}, {@code task} or {@code execution} */
    String role(Container container, String use) {
        return Names.bounded(prefix(), container.name() + "-" + use, ROLE_LIMIT);
    }

    String cluster() {
        return Names.bounded(prefix(), "", ECS_LIMIT);
    }

    String family(Container container) {
        return Names.bounded(prefix(), container.name(), ECS_LIMIT);
    }

    String service(Container container, Slot slot) {
        return Names.bounded(prefix(), container.name() + "-" + slot.word(), ECS_LIMIT);
    }

    /** In every slot. */
    List<String> services(Container container) {
        return Arrays.stream(Slot.values())
                .map(slot -> service(container, slot))
                .toList();
    }

    /** The topic that alarms tell, where one is made. */
    String topic() {
        return prefix() + "-alarms";
    }

    /** The name of a scaling policy and of its alarm. */
    String scaling(Container container, Slot slot, ScalingRule rule) {
        return Names.bounded(prefix(), container.name() + "-" + slot.word() + "-" + rule.word(), ECS_LIMIT);
    }

    /** The name of a target-tracking policy. */
    String tracking(Container container, Slot slot, String metric) {
        return Names.bounded(prefix(), container.name() + "-" + slot.word() + "-" + metric, ECS_LIMIT);
    }
}
