package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.util.List;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Task;

/** What a cluster runs, whatever its services are. */
public final class RunningTasks {
    private final Api<EcsClient> ecs;
    private final String cluster;

    public RunningTasks(AwsConnection connection, String cluster) {
        this.ecs = connection.api("ecs", EcsClient::builder);
        this.cluster = cluster;
    }

    /** Units of CPU of all tasks, 1024 to a vCPU; none where there is no such cluster. */
    public int cpuUnits() {
        return ecs
                // A page is as many as are described at once.
                .find(c -> c.listTasksPaginator(r -> r.cluster(cluster)).stream()
                        .filter(page -> page.hasTaskArns() && !page.taskArns().isEmpty())
                        .flatMap(page ->
                                c.describeTasks(r -> r.cluster(cluster).tasks(page.taskArns())).tasks().stream())
                        .toList())
                .orElse(List.of())
                .stream()
                .map(Task::cpu)
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
