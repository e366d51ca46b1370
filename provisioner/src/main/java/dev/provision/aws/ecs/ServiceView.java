package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.Readiness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What a service runs. */
public final class ServiceView {
    private static final int EVENTS = 3;
    private final Api<EcsClient> ecs;

    public ServiceView(AwsConnection connection) {
        this.ecs = connection.api("ecs", EcsClient::builder);
    }

    /**
     * What a service runs.
     *
     * @param revision of its task definition
     * @param image of that revision, with its digest
     * @param desired how many tasks it should have
     * @param running how many it has
     * @param events the latest, the newest first
     * @param readiness whether it is as it should be
     */
    public record Tasks(
            int revision, String image, int desired, int running, List<Happening> events, Readiness readiness) {
        public Tasks {
            events = List.copyOf(events);
        }
    }

    /** What ECS says that it did. */
    public record Happening(Instant at, String message) {}

    /** What a service runs, or empty if there is no such service. */
    public Optional<Tasks> find(String cluster, String service) {
        return described(ecs, cluster, service)
                .filter(one -> "ACTIVE".equals(one.status()))
                .map(this::tasks);
    }

    /** How a service is set up, or empty if there is no such service. */
    public Optional<ServiceShape> shape(String cluster, String service) {
        return described(ecs, cluster, service).map(ServiceShape::of);
    }

    /** A service, whether it is active or on its way out. */
    static Optional<Service> described(Api<EcsClient> ecs, String cluster, String service) {
        DescribeServicesRequest one = DescribeServicesRequest.builder()
                .cluster(cluster)
                .services(service)
                .include(ServiceField.TAGS)
                .build();
        return ecs.findShared(one, (c, r) -> c.describeServices(r).services()).flatMap(found -> found.stream()
                .filter(there -> !"INACTIVE".equals(there.status()))
                .findFirst());
    }

    private Tasks tasks(Service service) {
        TaskDefinition definition = TaskDefinitionStep.described(ecs, service.taskDefinition())
                .orElseThrow(() -> new IllegalStateException(service.taskDefinition() + " runs and is not described"))
                .taskDefinition();
        return new Tasks(
                definition.revision(),
                TaskShape.of(definition).image(),
                service.desiredCount(),
                service.runningCount(),
                service.events().stream()
                        .limit(EVENTS)
                        .map(event -> new Happening(event.createdAt(), event.message()))
                        .toList(),
                Rollout.of(service, service.taskDefinition()));
    }
}
