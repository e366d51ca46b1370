package dev.provision.localcloud.ecs;

import dev.provision.localcloud.elb.Targets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** What ECS refuses of a service or task. Under the control-plane lock. */
final class ServiceChecks {
    private static final Set<String> PROVIDERS = Set.of("FARGATE", "FARGATE_SPOT");

    private final EcsStore store;
    private final Targets targets;

    ServiceChecks(EcsStore store, Targets targets) {
        this.store = store;
        this.targets = targets;
    }

    /** @throws dev.provision.localcloud.wire.AwsError if there is no such revision, or Fargate cannot run it */
    TaskDefinition definition(String name) {
        TaskDefinition definition =
                store.definition(name).orElseThrow(() -> EcsErrors.client("TaskDefinition not found."));
        if (definition.status() != TaskDefinitionStatus.ACTIVE) {
            throw EcsErrors.client("TaskDefinition is inactive");
        }
        if (!definition.requiresCompatibilities().contains(Compatibility.FARGATE)) {
            throw EcsErrors.invalidParameter("Task definition does not support launch_type FARGATE.");
        }
        return definition;
    }

    /** @throws dev.provision.localcloud.wire.AwsError if it would have to run on instances */
    static void fargate(LaunchType type, List<CapacityProviderStrategyItem> strategy, EcsCluster cluster) {
        List<CapacityProviderStrategyItem> used =
                strategy.isEmpty() ? cluster.view().defaultCapacityProviderStrategy() : strategy;
        boolean provided = type == null
                && !used.isEmpty()
                && used.stream()
                        .map(CapacityProviderStrategyItem::capacityProvider)
                        .allMatch(PROVIDERS::contains);
        if (type != LaunchType.FARGATE && !provided) {
            throw EcsErrors.invalidParameter("No Container Instances were found in your cluster. (The local cloud has"
                    + " launch type FARGATE only.)");
        }
    }

    /** @throws dev.provision.localcloud.wire.AwsError if a load balancer does not fit */
    void balancers(List<LoadBalancer> balancers, TaskDefinition definition) {
        for (LoadBalancer balancer : balancers) {
            String group = balancer.targetGroupArn();
            if (group == null) {
                throw EcsErrors.invalidParameter("Fargate services need target groups: give targetGroupArn.");
            }
            ContainerDefinition container = definition.containerDefinitions().stream()
                    .filter(c -> c.name().equals(balancer.containerName()))
                    .findFirst()
                    .orElseThrow(() -> EcsErrors.invalidParameter(
                            "The container " + balancer.containerName() + " does not exist in the task definition."));
            boolean mapped = container.portMappings().stream()
                    .anyMatch(port -> port.containerPort().equals(balancer.containerPort()));
            if (!mapped) {
                throw EcsErrors.invalidParameter("The container " + balancer.containerName()
                        + " did not have a container port " + balancer.containerPort() + " defined.");
            }
            if (!targets.exists(group)) {
                throw EcsErrors.invalidParameter("The specified target group does not exist. (" + group + ")");
            }
            if (!targets.inUseByListener(group)) {
                throw EcsErrors.invalidParameter("The target group with targetGroupArn " + group
                        + " does not have an associated load balancer.");
            }
        }
    }

    /** @throws dev.provision.localcloud.wire.AwsError if the bounds of a deployment are not possible */
    static void bounds(Integer least, Integer most) {
        boolean fits = Optional.ofNullable(least).orElse(100) >= 0
                && Optional.ofNullable(most).orElse(200) >= 100
                && Optional.ofNullable(least).orElse(100)
                        <= Optional.ofNullable(most).orElse(200);
        if (!fits) {
            throw EcsErrors.invalidParameter(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments, and"
                            + " maximumPercent must not be lower than minimumHealthyPercent or 100.");
        }
        if (Optional.ofNullable(least).orElse(100) == 100
                && Optional.ofNullable(most).orElse(200) == 100) {
            throw EcsErrors.invalidParameter(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.");
        }
    }
}
