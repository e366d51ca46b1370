package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Task definitions and their revisions. */
final class TaskDefinitions extends EcsApi {
    private static final int MOST_DELETED_AT_ONCE = 10;

    private final EcsStore store;
    private final CloudTime time;

    TaskDefinitions(EcsStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    public RegisterTaskDefinitionResponse registerTaskDefinition(RegisterTaskDefinitionRequest request) {
        TaskDefinitionChecks.check(request);
        int revision = store.nextRevision(request.family());
        String arn = store.arn("task-definition/" + request.family() + ":" + revision);
        TaskDefinition.Builder definition = TaskDefinition.builder()
                .taskDefinitionArn(arn)
                .family(request.family())
                .revision(revision)
                .status(TaskDefinitionStatus.ACTIVE)
                .taskRoleArn(request.taskRoleArn())
                .executionRoleArn(request.executionRoleArn())
                .networkMode(request.networkMode())
                .cpu(Optional.ofNullable(request.cpu())
                        .flatMap(FargateSizes::cpuUnits)
                        .map(String::valueOf)
                        .orElse(null))
                .memory(Optional.ofNullable(request.memory())
                        .flatMap(FargateSizes::memoryMib)
                        .map(String::valueOf)
                        .orElse(null))
                .containerDefinitions(request.containerDefinitions().stream()
                        .map(TaskDefinitions::complete)
                        .toList())
                .volumes(request.volumes())
                .placementConstraints(request.placementConstraints())
                .requiresAttributes(List.of())
                .compatibilities(Compatibility.EC2, Compatibility.FARGATE)
                .requiresCompatibilities(request.requiresCompatibilities())
                .runtimePlatform(request.runtimePlatform())
                .ephemeralStorage(request.ephemeralStorage())
                .proxyConfiguration(request.proxyConfiguration())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .enableFaultInjection(request.enableFaultInjection())
                .registeredAt(time.now())
                .registeredBy(store.account().globalArn("iam", "root"));
        TaskDefinition registered = definition.build();
        store.put(registered);
        store.tags(arn).putAll(tags(request.tags()));
        return RegisterTaskDefinitionResponse.builder()
                .taskDefinition(registered)
                .tags(request.tags())
                .build();
    }

    /** ECS fills in what was left out. */
    private static ContainerDefinition complete(ContainerDefinition container) {
        return container.copy(c -> {
            c.cpu(Optional.ofNullable(container.cpu()).orElse(0));
            c.essential(Optional.ofNullable(container.essential()).orElse(true));
            c.portMappings(container.portMappings().stream()
                    .map(port -> port.copy(p -> {
                        p.hostPort(port.containerPort());
                        p.protocol(Optional.ofNullable(port.protocolAsString()).orElse("tcp"));
                    }))
                    .toList());
            c.environment(container.environment());
            c.mountPoints(container.mountPoints());
            c.volumesFrom(container.volumesFrom());
            c.systemControls(container.systemControls());
        });
    }

    public DescribeTaskDefinitionResponse describeTaskDefinition(DescribeTaskDefinitionRequest request) {
        TaskDefinition definition = store.definition(request.taskDefinition())
                .orElseThrow(() -> EcsErrors.client("Unable to describe task definition."));
        boolean withTags = request.include().contains(TaskDefinitionField.TAGS);
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(definition)
                .tags(withTags ? tags(store.tags(definition.taskDefinitionArn())) : List.of())
                .build();
    }

    public ListTaskDefinitionsResponse listTaskDefinitions(ListTaskDefinitionsRequest request) {
        TaskDefinitionStatus status = Optional.ofNullable(request.status()).orElse(TaskDefinitionStatus.ACTIVE);
        List<String> arns = store.definitions().entrySet().stream()
                .filter(family ->
                        request.familyPrefix() == null || family.getKey().equals(request.familyPrefix()))
                .flatMap(family -> family.getValue().values().stream())
                .filter(definition -> definition.status() == status)
                .map(TaskDefinition::taskDefinitionArn)
                .toList();
        List<String> sorted = request.sort() == SortOrder.DESC ? arns.reversed() : arns;
        Page<String> page = page(sorted, request.nextToken(), request.maxResults());
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public ListTaskDefinitionFamiliesResponse listTaskDefinitionFamilies(ListTaskDefinitionFamiliesRequest request) {
        String prefix = Optional.ofNullable(request.familyPrefix()).orElse("");
        String status = Optional.ofNullable(request.statusAsString()).orElse("ALL");
        List<String> families = store.definitions().entrySet().stream()
                .filter(family -> family.getKey().startsWith(prefix))
                .filter(family -> switch (status) {
                    case "ACTIVE" -> hasActive(family.getValue());
                    case "INACTIVE" -> !hasActive(family.getValue());
                    default -> true;
                })
                .map(family -> family.getKey())
                .sorted(Comparator.naturalOrder())
                .toList();
        Page<String> page = page(families, request.nextToken(), request.maxResults());
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static boolean hasActive(NavigableMap<Integer, TaskDefinition> revisions) {
        return revisions.values().stream().anyMatch(definition -> definition.status() == TaskDefinitionStatus.ACTIVE);
    }

    public DeregisterTaskDefinitionResponse deregisterTaskDefinition(DeregisterTaskDefinitionRequest request) {
        String name = Optional.ofNullable(request.taskDefinition()).orElse("");
        if (!EcsStore.lastPart(name).contains(":")) {
            throw EcsErrors.client("Invalid revision number. Number: null");
        }
        TaskDefinition definition = store.definition(name)
                .orElseThrow(() -> EcsErrors.client("The specified task definition does not exist."));
        TaskDefinition inactive = definition.status() != TaskDefinitionStatus.ACTIVE
                ? definition
                : definition.copy(d -> d.status(TaskDefinitionStatus.INACTIVE).deregisteredAt(time.now()));
        store.put(inactive);
        return DeregisterTaskDefinitionResponse.builder()
                .taskDefinition(inactive)
                .build();
    }

    public DeleteTaskDefinitionsResponse deleteTaskDefinitions(DeleteTaskDefinitionsRequest request) {
        if (request.taskDefinitions().size() > MOST_DELETED_AT_ONCE) {
            throw EcsErrors.invalidParameter("Too many task definitions: 10 at most.");
        }
        List<TaskDefinition> deleted = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : request.taskDefinitions()) {
            Optional<TaskDefinition> found = Stream.of(name)
                    .filter(n -> n.contains(":"))
                    .flatMap(n -> store.definition(n).stream())
                    .findFirst();
            if (found.isEmpty()) {
                failures.add(failure(name, "The specified task definition does not exist."));
            } else if (found.get().status() == TaskDefinitionStatus.ACTIVE) {
                failures.add(failure(
                        name,
                        "The specified task definition is still in ACTIVE status. Please deregister the target and try"
                                + " again."));
            } else {
                deleted.add(found.get().copy(d -> d.status(TaskDefinitionStatus.DELETE_IN_PROGRESS)));
                delete(found.get());
            }
        }
        return DeleteTaskDefinitionsResponse.builder()
                .taskDefinitions(deleted)
                .failures(failures)
                .build();
    }

    private void delete(TaskDefinition definition) {
        NavigableMap<Integer, TaskDefinition> revisions = store.definitions().get(definition.family());
        revisions.remove(definition.revision());
        store.tags(definition.taskDefinitionArn()).clear();
        if (revisions.isEmpty()) {
            store.definitions().remove(definition.family());
        }
    }

    private static Failure failure(String arn, String reason) {
        return Failure.builder().arn(arn).reason(reason).build();
    }
}
