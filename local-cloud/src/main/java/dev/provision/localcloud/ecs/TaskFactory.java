package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.time.CloudTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskEphemeralStorage;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Makes tasks, which are still to be launched. Under the control-plane lock. */
final class TaskFactory {
    static final String PLATFORM_VERSION = "1.4.0";
    static final String PLATFORM_FAMILY = "Linux";

    private final EcsStore store;
    private final CloudTime time;

    TaskFactory(EcsStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    /**
     * What a task is made from.
     *
     * @param cluster where
     * @param definition of what
     * @param network of its interface
     * @param group {@code service:…} or {@code family:…}
     * @param startedBy a deployment, or what the caller said
     * @param overrides of the definition
     * @param exec whether commands may be run in it
     * @param tags of the task
     */
    record Request(
            EcsCluster cluster,
            TaskDefinition definition,
            TaskNetwork network,
            String group,
            Optional<String> startedBy,
            TaskOverride overrides,
            boolean exec,
            Map<String, String> tags) {}

    EcsTask make(Request request, Optional<EcsService> service) {
        String cluster = request.cluster().name();
        String id = Ids.hex(32);
        String arn = store.arn("task/" + cluster + "/" + id);
        TaskDefinition definition = request.definition();
        Task view = Task.builder()
                .taskArn(arn)
                .clusterArn(request.cluster().arn())
                .taskDefinitionArn(definition.taskDefinitionArn())
                .group(request.group())
                .startedBy(request.startedBy().orElse(null))
                .overrides(request.overrides())
                .launchType(LaunchType.FARGATE)
                .platformVersion(PLATFORM_VERSION)
                .platformFamily(PLATFORM_FAMILY)
                .cpu(Optional.ofNullable(request.overrides().cpu()).orElse(definition.cpu()))
                .memory(Optional.ofNullable(request.overrides().memory()).orElse(definition.memory()))
                .desiredStatus("RUNNING")
                .lastStatus("PROVISIONING")
                .healthStatus(HealthStatus.UNKNOWN)
                .connectivity(Connectivity.DISCONNECTED)
                .createdAt(time.now())
                .version(1L)
                .enableExecuteCommand(request.exec())
                .ephemeralStorage(e -> e.sizeInGiB(20))
                .fargateEphemeralStorage(
                        TaskEphemeralStorage.builder().sizeInGiB(20).build())
                .attributes(Attribute.builder()
                        .name("ecs.cpu-architecture")
                        .value("x86_64")
                        .build())
                .attachments(Attachment.builder()
                        .id(UUID.randomUUID().toString())
                        .type("ElasticNetworkInterface")
                        .status("PRECREATED")
                        .details(List.of())
                        .build())
                .containers(definition.containerDefinitions().stream()
                        .map(container -> Container.builder()
                                .containerArn(store.arn("container/" + cluster + "/" + id + "/" + UUID.randomUUID()))
                                .taskArn(arn)
                                .name(container.name())
                                .image(container.image())
                                .lastStatus("PENDING")
                                .networkInterfaces(List.of())
                                .healthStatus(HealthStatus.UNKNOWN)
                                .cpu(String.valueOf(container.cpu()))
                                .memory(Optional.ofNullable(container.memory())
                                        .map(String::valueOf)
                                        .orElse(null))
                                .build())
                        .toList())
                .build();
        EcsTask task = new EcsTask(definition, request.network(), service, view);
        store.add(task);
        store.tags(arn).putAll(request.tags());
        return task;
    }
}
