package dev.provision.localcloud.ecs;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;

/** What Fargate tells the containers of a task. */
final class TaskEnvironment {
    private final String region;
    private final Supplier<URI> metadata;
    private final AtomicInteger spread = new AtomicInteger();

    /** @param metadata where the metadata endpoint listens */
    TaskEnvironment(String region, Supplier<URI> metadata) {
        this.region = region;
        this.metadata = metadata;
    }

    /** A number that is another one for each task. */
    int spread() {
        return spread.getAndIncrement();
    }

    static String hostName(Attached attached) {
        return "ip-" + attached.privateIp().replace('.', '-') + "."
                + attached.availabilityZone().replaceAll("[a-z]$", "") + ".compute.internal";
    }

    static ContainerOverride overrides(EcsTask task, String container) {
        return Optional.ofNullable(task.view().overrides()).stream()
                .flatMap(overrides -> overrides.containerOverrides().stream())
                .filter(override -> container.equals(override.name()))
                .findFirst()
                .orElse(ContainerOverride.builder().name(container).build());
    }

    /** @param secrets the values of the definition's secrets */
    Map<String, String> variables(EcsTask task, ContainerDefinition definition, Map<String, String> secrets) {
        Map<String, String> variables = new LinkedHashMap<>();
        definition.environment().forEach(variable -> variables.put(variable.name(), variable.value()));
        variables.putAll(secrets);
        overrides(task, definition.name())
                .environment()
                .forEach(variable -> variables.put(variable.name(), variable.value()));
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
        variables.put("HOSTNAME", hostName(task.networkInterface().orElseThrow()));
        variables.put("ECS_CONTAINER_METADATA_URI_V4", metadata.get() + task.id() + "-" + definition.name());
        return variables;
    }
}
