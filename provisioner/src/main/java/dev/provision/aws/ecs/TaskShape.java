package dev.provision.aws.ecs;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.CPUArchitecture;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * What a revision of a task definition says.
 *
 * @param cpu vCPU units
 * @param memory MiB
 * @param secrets where values are kept, by the variables that they are for
 * @param logs options of the log driver
 */
record TaskShape(
        String container,
        String image,
        String cpu,
        String memory,
        CPUArchitecture architecture,
        String taskRole,
        String executionRole,
        int port,
        Map<String, String> environment,
        Map<String, String> secrets,
        Map<String, String> logs) {

    static TaskShape of(TaskDefinition definition) {
        Optional<ContainerDefinition> container =
                definition.containerDefinitions().stream().findFirst();
        return new TaskShape(
                container.map(ContainerDefinition::name).orElse(""),
                container.map(ContainerDefinition::image).orElse(""),
                String.valueOf(definition.cpu()),
                String.valueOf(definition.memory()),
                definition.runtimePlatform() == null
                        ? CPUArchitecture.X86_64
                        : definition.runtimePlatform().cpuArchitecture(),
                String.valueOf(definition.taskRoleArn()),
                String.valueOf(definition.executionRoleArn()),
                container.stream()
                        .flatMap(c -> c.portMappings().stream())
                        .findFirst()
                        .map(PortMapping::containerPort)
                        .orElse(0),
                container.stream()
                        .flatMap(c -> c.environment().stream())
                        .collect(Collectors.toUnmodifiableMap(KeyValuePair::name, KeyValuePair::value)),
                container.stream()
                        .flatMap(c -> c.secrets().stream())
                        .collect(Collectors.toUnmodifiableMap(Secret::name, Secret::valueFrom)),
                container
                        .map(ContainerDefinition::logConfiguration)
                        .map(logs -> Map.copyOf(logs.options()))
                        .orElseGet(Map::of));
    }
}
