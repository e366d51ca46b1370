package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.graph.Readiness;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/** Why tasks of a service stopped. ECS forgets a stopped task after an hour: stopped-task-errors in the ECS guide. */
record StoppedTasks(Api<EcsClient> ecs, String cluster, String service) {
    private static final int TASKS = 100;
    private static final int EXPLAINED = 5;

    /**
     * A failure with what stopped tasks say about it; whatever else is returned as it is.
     *
     * @param log the last lines that a task wrote, given its id
     */
    Readiness explain(Readiness readiness, Function<String, List<String>> log) {
        if (!(readiness instanceof Readiness.Failed(String reason, String evidence))) {
            return readiness;
        }
        List<Task> tasks = latest();
        String all = Stream.of(
                        Stream.of(evidence),
                        tasks.stream().limit(EXPLAINED).map(StoppedTasks::words),
                        tasks.stream()
                                .filter(task -> task.createdAt() != null)
                                .max(Comparator.comparing(Task::createdAt))
                                .stream()
                                .flatMap(task -> log.apply(id(task)).stream()))
                .flatMap(lines -> lines)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(System.lineSeparator()));
        return Readiness.failed(reason, all);
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    /** At most 100, in no order: with fewer the one that matters may be missing where many have stopped within the hour. */
    List<Task> latest() {
        List<String> arns = ecs.find(c -> c.listTasks(r -> r.cluster(cluster)
                                .serviceName(service)
                                .desiredStatus(DesiredStatus.STOPPED)
                                .maxResults(TASKS))
                        .taskArns())
                .orElse(List.of());
        if (arns.isEmpty()) {
            return List.of();
        }
        return ecs.find(c ->
                        c.describeTasks(r -> r.cluster(cluster).tasks(arns)).tasks())
                .orElse(List.of());
    }

    static String words(Task task) {
        String containers = task.containers().stream()
                .map(StoppedTasks::words)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return "task " + id(task) + " stopped: " + task.stoppedReason()
                + (containers.isEmpty() ? "" : " (" + containers + ")");
    }

    private static String words(Container container) {
        String exit = container.exitCode() == null ? "" : "exit code " + container.exitCode();
        String reason = container.reason() == null ? "" : container.reason();
        return Stream.of(exit, reason).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }
}
