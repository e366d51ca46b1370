package dev.provision.stack;

import dev.provision.aws.tagging.TaggedResources.Found;
import dev.provision.config.Environment;
import dev.provision.graph.StepKey;
import dev.provision.stack.SecurityPart.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the containers on a kind of compute share, its security group and the cluster, once none is on it any more. It stays
 * with the roles and the log group of a container that has moved to the other kind.
 *
 * @param composed the steps of what is wanted, and of what is still there of each container
 * @param found what carries the tags of the environment
 */
record Deserted(Environment configured, Set<StepKey> composed, List<Found> found) {
    Deserted {
        composed = Set.copyOf(composed);
        found = List.copyOf(found);
    }

    /** The steps whose resources are to go. */
    Set<StepKey> keys() {
        return Arrays.stream(Side.values())
                .filter(side -> !composed.contains(SecurityPart.groupKey(side)) && !movedFrom(side))
                .map(Deserted::shared)
                .filter(keys -> found.stream().anyMatch(one -> keys.contains(one.key())))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<StepKey> shared(Side side) {
        Stream<StepKey> groups = Stream.of(SecurityPart.groupKey(side), SecurityPart.rulesKey(side));
        return switch (side) {
            case LAMBDA -> groups.collect(Collectors.toUnmodifiableSet());
            case FARGATE ->
                Stream.concat(groups, Stream.of(ComputeSteps.CLUSTER)).collect(Collectors.toUnmodifiableSet());
        };
    }

    private boolean movedFrom(Side side) {
        ResourceNames names = new ResourceNames(configured);
        return configured.containers().stream()
                .map(container -> switch (side) {
                    case LAMBDA -> names.functionLogs(container);
                    case FARGATE -> names.taskLogs(container);
                })
                .anyMatch(name -> found.stream()
                        .filter(one -> one.key().kind().equals("log-group"))
                        .anyMatch(one -> one.id().contains(":log-group:" + name + ":")
                                || one.id().endsWith(":log-group:" + name)));
    }
}
