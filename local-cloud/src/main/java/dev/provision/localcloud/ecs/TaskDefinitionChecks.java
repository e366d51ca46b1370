package dev.provision.localcloud.ecs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/** What ECS refuses to register. */
final class TaskDefinitionChecks {
    /** ECR's host as AWS has it, and as the local cloud does. */
    private static final Pattern REGISTRY =
            Pattern.compile("\\d{12}\\.dkr\\.ecr\\.|127(\\.\\d+){3}:\\d+/|localhost:\\d+/");

    private TaskDefinitionChecks() {}

    /** @throws dev.provision.localcloud.wire.AwsError if the definition is not valid */
    static void check(RegisterTaskDefinitionRequest request) {
        if (request.family() == null || !request.family().matches("[a-zA-Z0-9_-]{1,255}")) {
            throw EcsErrors.client("Family should not be null or empty and may contain up to 255 letters, numbers,"
                    + " hyphens and underscores.");
        }
        if (request.containerDefinitions().isEmpty()) {
            throw EcsErrors.client("Container definitions should not be empty.");
        }
        request.containerDefinitions().forEach(TaskDefinitionChecks::container);
        Set<String> names = request.containerDefinitions().stream()
                .map(ContainerDefinition::name)
                .collect(Collectors.toSet());
        if (names.size() < request.containerDefinitions().size()) {
            throw EcsErrors.client("Container names should be unique in the task definition.");
        }
        boolean essential = request.containerDefinitions().stream()
                .anyMatch(container -> !Boolean.FALSE.equals(container.essential()));
        if (!essential) {
            throw EcsErrors.client("A task definition must have at least one essential container.");
        }
        if (request.requiresCompatibilities().contains(Compatibility.FARGATE)) {
            fargate(request);
        }
    }

    private static void container(ContainerDefinition container) {
        if (container.name() == null || !container.name().matches("[a-zA-Z0-9_-]{1,255}")) {
            throw EcsErrors.client("Container.name should not be null or empty.");
        }
        if (container.image() == null || container.image().isEmpty()) {
            throw EcsErrors.client("Container.image should not be null or empty.");
        }
    }

    private static void fargate(RegisterTaskDefinitionRequest request) {
        if (request.networkMode() != NetworkMode.AWSVPC) {
            throw EcsErrors.client("Fargate only supports network mode ‘awsvpc’.");
        }
        String cpu = required(request.cpu(), "cpu");
        String memory = required(request.memory(), "memory");
        Optional<Integer> units = FargateSizes.cpuUnits(cpu);
        Optional<Integer> mib = FargateSizes.memoryMib(memory);
        if (units.isEmpty() || mib.isEmpty() || !FargateSizes.exists(units.get(), mib.get())) {
            throw EcsErrors.client("No Fargate configuration exists for given values: " + cpu + " CPU, " + memory
                    + " memory. See the Amazon ECS documentation for the valid values.");
        }
        for (ContainerDefinition container : request.containerDefinitions()) {
            fargateContainer(container, request, mib.get());
        }
        int reserved = request.containerDefinitions().stream()
                .mapToInt(container ->
                        Optional.ofNullable(container.memoryReservation()).orElse(0))
                .sum();
        if (reserved > mib.get()) {
            throw EcsErrors.client("Total container memory reservation should not exceed the task's memory.");
        }
    }

    private static String required(String value, String name) {
        return Optional.ofNullable(value)
                .orElseThrow(
                        () -> EcsErrors.client("Fargate requires that '" + name + "' be defined at the task level."));
    }

    private static void fargateContainer(
            ContainerDefinition container, RegisterTaskDefinitionRequest request, int taskMib) {
        boolean noRole = request.executionRoleArn() == null;
        if (noRole && REGISTRY.matcher(container.image()).lookingAt()) {
            throw EcsErrors.client(
                    "Fargate requires task definition to have execution role ARN to support ECR images.");
        }
        if (Optional.ofNullable(container.memory()).orElse(0) > taskMib) {
            throw EcsErrors.client("Invalid setting for container '" + container.name()
                    + "'. The container's memory should not exceed the task's.");
        }
        container.portMappings().stream()
                .filter(port -> port.hostPort() != null
                        && port.hostPort() != 0
                        && !port.hostPort().equals(port.containerPort()))
                .findFirst()
                .ifPresent(port -> {
                    throw EcsErrors.client("When networkMode=awsvpc, the host ports and container ports in port"
                            + " mappings must match.");
                });
        Optional.ofNullable(container.logConfiguration()).ifPresent(log -> log(log, noRole));
    }

    private static void log(LogConfiguration log, boolean noRole) {
        if (log.logDriver() != LogDriver.AWSLOGS) {
            throw EcsErrors.client(
                    "The local cloud has the log driver awslogs only, not " + log.logDriverAsString() + ".");
        }
        if (noRole) {
            throw EcsErrors.client(
                    "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
        }
        Map<String, String> options = log.options();
        for (String option : List.of("awslogs-group", "awslogs-region", "awslogs-stream-prefix")) {
            if (!options.containsKey(option)) {
                throw EcsErrors.client("Log driver awslogs requires options: awslogs-group, awslogs-region,"
                        + " awslogs-stream-prefix; missing: " + option);
            }
        }
    }
}
