package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.Readiness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** Watches the tasks of a service while a release is judged, and says how many there shall be. */
public final class ServiceWatch {
    private final Api<EcsClient> ecs;

    public ServiceWatch(AwsConnection connection) {
        this.ecs = connection.api("ecs", EcsClient::builder);
    }

    /**
     * A service as it is.
     *
     * @param taskDefinition what it should run
     * @param rollout whether it does
     */
    public record Now(int desired, int running, TaskDefinitionArn taskDefinition, Readiness rollout) {}

    /**
     * A task that ended though nobody wanted it to.
     *
     * @param task its id, the last part of its log stream's name
     * @param reason in ECS's words, with exit codes
     */
    public record Crash(String task, String reason) {}

    /** The service, or empty if there is none. */
    public Optional<Now> find(String cluster, String service) {
        return ecs.find(c -> c.describeServices(r -> r.cluster(cluster).services(service))
                        .services())
                .flatMap(found -> found.stream()
                        .filter(one -> "ACTIVE".equals(one.status()))
                        .findFirst())
                .map(ServiceWatch::now);
    }

    private static Now now(Service service) {
        return new Now(
                service.desiredCount(),
                service.runningCount(),
                new TaskDefinitionArn(service.taskDefinition()),
                Rollout.of(service, service.taskDefinition()));
    }

    /**
     * Tasks that failed to start, exited by themselves or failed their health check.
     *
     * @param definition of the tasks that matter
     * @param since of their start
     */
    public List<Crash> crashes(String cluster, String service, TaskDefinitionArn definition, Instant since) {
        return new StoppedTasks(ecs, cluster, service)
                .latest().stream()
                        .filter(task -> task.taskDefinitionArn().equals(definition.value()))
                        .filter(task ->
                                task.createdAt() != null && !task.createdAt().isBefore(since))
                        .filter(ServiceWatch::failed)
                        .map(task -> new Crash(id(task.taskArn()), StoppedTasks.words(task)))
                        .toList();
    }

    /** The ids of the tasks that are meant to run. */
    public List<String> tasks(String cluster, String service) {
        return ecs
                .find(c -> c.listTasks(r -> r.cluster(cluster).serviceName(service))
                        .taskArns())
                .orElse(List.of())
                .stream()
                .map(ServiceWatch::id)
                .toList();
    }

    /** The scheduler stops tasks for many reasons; only their health check speaks against them. */
    private static boolean failed(Task task) {
        return task.stopCode() == TaskStopCode.TASK_FAILED_TO_START
                || task.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED
                || (task.stopCode() == TaskStopCode.SERVICE_SCHEDULER_INITIATED
                        && String.valueOf(task.stoppedReason()).startsWith("Task failed"));
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** How many tasks there shall be. */
    public void scale(String cluster, String service, int tasks) {
        ecs.run(c -> c.updateService(r -> r.cluster(cluster).service(service).desiredCount(tasks)));
    }

    /** Takes revisions out of use; those that are gone already are no error. */
    public void retire(List<TaskDefinitionArn> definitions) {
        definitions.forEach(arn -> ecs.delete(c -> c.deregisterTaskDefinition(r -> r.taskDefinition(arn.value()))));
    }

    /**
     * Whether new tasks can run a revision: of one that was deregistered none are started
     * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterTaskDefinition.html).
     */
    public boolean active(TaskDefinitionArn definition) {
        return TaskDefinitionStep.described(ecs, definition.value())
                .filter(answer -> answer.taskDefinition().status() == TaskDefinitionStatus.ACTIVE)
                .isPresent();
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of(
                "ecs:DeregisterTaskDefinition",
                "ecs:DescribeServices",
                "ecs:DescribeTaskDefinition",
                "ecs:DescribeTasks",
                "ecs:ListTasks",
                "ecs:UpdateService");
    }
}
