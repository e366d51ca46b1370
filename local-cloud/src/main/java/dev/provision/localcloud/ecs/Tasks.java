package dev.provision.localcloud.ecs;

import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.state.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskField;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Tasks. */
final class Tasks extends EcsApi {
    private static final int MOST_AT_ONCE = 10;

    private final EcsStore store;
    private final Authority authority;
    private final ServiceChecks checks;
    private final TaskFactory factory;
    private final TaskLauncher launcher;
    private final TaskStopper stopper;
    private final VcpuLimit limit;

    Tasks(
            EcsStore store,
            Authority authority,
            ServiceChecks checks,
            TaskFactory factory,
            TaskLauncher launcher,
            TaskStopper stopper,
            VcpuLimit limit) {
        this.store = store;
        this.authority = authority;
        this.checks = checks;
        this.factory = factory;
        this.launcher = launcher;
        this.stopper = stopper;
        this.limit = limit;
    }

    public RunTaskResponse runTask(RunTaskRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        int count = Optional.ofNullable(request.count()).orElse(1);
        if (count < 1 || count > MOST_AT_ONCE) {
            throw EcsErrors.invalidParameter("count must be between 1 and " + MOST_AT_ONCE + ".");
        }
        TaskDefinition definition = checks.definition(request.taskDefinition());
        ServiceChecks.fargate(request.launchType(), request.capacityProviderStrategy(), cluster);
        Stream.of(definition.executionRoleArn(), definition.taskRoleArn())
                .flatMap(role -> Optional.ofNullable(role).stream())
                .filter(role -> !authority.mayAssume("ecs-tasks.amazonaws.com", role))
                .findFirst()
                .ifPresent(role -> {
                    throw EcsErrors.client(LaunchChecks.cannotAssume(role));
                });
        String cpu =
                Optional.ofNullable(request.overrides()).map(TaskOverride::cpu).orElse(definition.cpu());
        if (!limit.fits(cpu, count)) {
            Failure failure = Failure.builder().reason(VcpuLimit.REACHED).build();
            return RunTaskResponse.builder().tasks(List.of()).failures(failure).build();
        }
        Map<String, String> tags = new TreeMap<>();
        if (request.propagateTags() == PropagateTags.TASK_DEFINITION) {
            tags.putAll(store.tags(definition.taskDefinitionArn()));
        }
        tags.putAll(tags(request.tags()));
        TaskFactory.Request made = new TaskFactory.Request(
                cluster,
                definition,
                TaskNetwork.of(request.networkConfiguration()),
                Optional.ofNullable(request.group()).orElse("family:" + definition.family()),
                Optional.ofNullable(request.startedBy()),
                Optional.ofNullable(request.overrides())
                        .orElse(TaskOverride.builder().build()),
                Boolean.TRUE.equals(request.enableExecuteCommand()),
                tags);
        List<EcsTask> tasks = Stream.generate(() -> factory.make(made, Optional.empty()))
                .limit(count)
                .toList();
        tasks.forEach(launcher::launch);
        return RunTaskResponse.builder()
                .tasks(tasks.stream().map(task -> view(task, true)).toList())
                .failures(List.of())
                .build();
    }

    public StopTaskResponse stopTask(StopTaskRequest request) {
        EcsTask task = find(store.cluster(request.cluster()), request.task())
                .orElseThrow(() -> EcsErrors.invalidParameter("The referenced task was not found."));
        stopper.stop(
                task,
                TaskStopCode.USER_INITIATED,
                Optional.ofNullable(request.reason()).orElse("Task stopped by user"));
        return StopTaskResponse.builder().task(view(task, false)).build();
    }

    public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        if (request.tasks().isEmpty()) {
            throw EcsErrors.invalidParameter("Tasks cannot be empty.");
        }
        boolean withTags = request.include().contains(TaskField.TAGS);
        List<Task> tasks = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : request.tasks()) {
            find(cluster, name)
                    .ifPresentOrElse(
                            task -> tasks.add(view(task, withTags)),
                            () -> failures.add(Failure.builder()
                                    .arn(
                                            name.startsWith("arn:")
                                                    ? name
                                                    : store.arn("task/" + cluster.name() + "/" + name))
                                    .reason("MISSING")
                                    .build()));
        }
        return DescribeTasksResponse.builder().tasks(tasks).failures(failures).build();
    }

    private Optional<EcsTask> find(EcsCluster cluster, String name) {
        return Optional.ofNullable(name)
                .flatMap(store::task)
                .filter(task -> task.view().clusterArn().equals(cluster.arn()));
    }

    private Task view(EcsTask task, boolean withTags) {
        Task plain = task.view().copy(view -> view.tags(withTags ? tags(store.tags(task.arn())) : List.of()));
        return Boolean.TRUE.equals(plain.enableExecuteCommand())
                ? plain.copy(view -> view.containers(plain.containers().stream()
                        .map(container -> container.copy(c -> c.managedAgents(TaskCommands.agent(task))))
                        .toList()))
                : plain;
    }

    public ListTasksResponse listTasks(ListTasksRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        String desired = Optional.ofNullable(request.desiredStatus())
                .orElse(DesiredStatus.RUNNING)
                .toString();
        Optional<String> service = Optional.ofNullable(request.serviceName()).map(EcsStore::lastPart);
        service.ifPresent(name -> store.service(request.cluster(), name));
        List<String> arns = store.tasks().stream()
                .filter(task -> task.view().clusterArn().equals(cluster.arn()))
                .filter(task -> task.view().desiredStatus().equals(desired))
                .filter(task -> service.isEmpty()
                        || task.service().map(EcsService::name).equals(service))
                .filter(task ->
                        request.family() == null || task.definition().family().equals(request.family()))
                .filter(task -> request.startedBy() == null || task.startedBy().equals(request.startedBy()))
                .map(EcsTask::arn)
                .toList();
        Page<String> page = page(arns, request.nextToken(), request.maxResults());
        return ListTasksResponse.builder()
                .taskArns(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }
}
