package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.Arn;
import dev.provision.aws.ArnCheck;
import dev.provision.aws.AwsConnection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Whether clusters, services and task definitions still exist: ECS keeps those that are inactive for a while. */
public final class EcsArns {
    private final Api<EcsClient> ecs;

    private EcsArns(AwsConnection connection) {
        this.ecs = connection.api("ecs", EcsClient::builder);
    }

    public static ArnCheck check(AwsConnection connection) {
        return new ArnCheck("ecs", new EcsArns(connection)::exists);
    }

    private boolean exists(Arn arn) {
        return switch (arn.type()) {
            case "cluster" ->
                ecs.find(c -> c.describeClusters(r -> r.clusters(arn.value())).clusters()).orElse(List.of()).stream()
                        .anyMatch(cluster -> !"INACTIVE".equals(cluster.status()));
            case "service" -> service(arn);
            case "task-definition" -> taskDefinition(arn);
            case "task" -> false;
            default -> true;
        };
    }

    /** The resource of a service's ARN is service/cluster/name. */
    private boolean service(Arn arn) {
        String[] parts = arn.resource().split("/");
        return parts.length > 2
                && ecs
                        .find(c -> c.describeServices(r -> r.cluster(parts[1]).services(parts[2]))
                                .services())
                        .orElse(List.of())
                        .stream()
                        .anyMatch(service -> !"INACTIVE".equals(service.status()));
    }

    /** A deregistered revision cannot be used any more and costs nothing. */
    private boolean taskDefinition(Arn arn) {
        Optional<TaskDefinitionStatus> status =
                ecs.find(c -> c.describeTaskDefinition(r -> r.taskDefinition(arn.value()))
                        .taskDefinition()
                        .status());
        return status.filter(TaskDefinitionStatus.ACTIVE::equals).isPresent();
    }
}
