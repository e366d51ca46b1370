package dev.provision.localcloud.ecs;

import dev.provision.localcloud.ecs.EcsTask.Health;
import dev.provision.localcloud.time.CloudTime;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Deployments of services: begins them, ends them well, or lets the circuit breaker end them (ECS guide,
 * deployment-circuit-breaker). Under the control-plane lock.
 */
final class Rollouts {
    private static final int LEAST_THRESHOLD = 3;
    private static final int MOST_THRESHOLD = 200;

    private final CloudTime time;
    private final RandomGenerator random;

    Rollouts(CloudTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** Begins a deployment, which becomes the primary one. */
    Rollout begin(EcsService service, TaskDefinition definition, NetworkConfiguration network) {
        Rollout rollout = new Rollout("ecs-svc/" + number(), number(), definition, network, time.now());
        service.promote(rollout);
        return rollout;
    }

    private String number() {
        return String.valueOf(random.nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE));
    }

    /** Whether nothing more is done for a service, since its deployment has failed and there is none to go back to. */
    boolean stuck(EcsService service) {
        return service.primary().failed() && service.desired() > 0;
    }

    /** How many tasks may fail in a row. */
    static int threshold(int desired) {
        return Math.clamp(Math.ceilDiv(desired, 2), LEAST_THRESHOLD, MOST_THRESHOLD);
    }

    /**
     * Sees what has become of a service's deployments.
     *
     * @param tasks all of the service's, the stopped ones included
     */
    void settle(EcsService service, List<EcsTask> tasks) {
        List<EcsTask> present =
                tasks.stream().filter(task -> !task.is("STOPPED")).toList();
        breakCircuit(service);
        Rollout primary = service.primary();
        service.rollouts()
                .removeIf(rollout -> rollout != primary
                        && present.stream().noneMatch(task -> task.startedBy().equals(rollout.id())));
        if (service.draining()) {
            if (present.isEmpty()) {
                service.change(view -> view.status("INACTIVE"));
                service.rollouts().clear();
                service.event(time.now(), "has stopped.");
            }
            return;
        }
        boolean allHealthy = present.size() == service.desired()
                && present.stream()
                        .allMatch(task -> task.wanted()
                                && task.health() == Health.HEALTHY
                                && task.startedBy().equals(primary.id()));
        if (allHealthy && !primary.failed() && !service.steady()) {
            complete(service, primary);
        }
    }

    private void complete(EcsService service, Rollout primary) {
        service.steady(true);
        if (primary.inProgress()) {
            primary.set(DeploymentRolloutState.COMPLETED, "ECS deployment " + primary.id() + " completed.", time.now());
            service.event(time.now(), "(deployment " + primary.id() + ") deployment completed.");
        }
        service.completed(primary);
        service.event(time.now(), "has reached a steady state.");
    }

    private void breakCircuit(EcsService service) {
        Rollout primary = service.primary();
        boolean trips = service.active()
                && primary.inProgress()
                && Boolean.TRUE.equals(service.circuitBreaker().enable())
                && primary.failedTasks() >= threshold(service.desired());
        if (!trips) {
            return;
        }
        primary.set(
                DeploymentRolloutState.FAILED, "ECS deployment circuit breaker: tasks failed to start.", time.now());
        service.event(time.now(), "(deployment " + primary.id() + ") deployment failed: tasks failed to start.");
        Optional<Rollout> before = service.lastCompleted().filter(rollout -> rollout != primary);
        if (Boolean.TRUE.equals(service.circuitBreaker().rollback()) && before.isPresent()) {
            rollBack(service, primary, before.get());
        }
    }

    private void rollBack(EcsService service, Rollout failed, Rollout before) {
        Rollout target = before;
        if (service.rollouts().contains(before)) {
            service.promote(before);
        } else {
            target = begin(service, before.definition(), before.network());
        }
        failed.rolledBackTo(target);
        target.set(
                DeploymentRolloutState.IN_PROGRESS,
                "ECS deployment circuit breaker: rolling back to deploymentId " + target.id() + ".",
                time.now());
        TaskDefinition definition = target.definition();
        NetworkConfiguration network = target.network();
        service.change(
                view -> view.taskDefinition(definition.taskDefinitionArn()).networkConfiguration(network));
        service.event(time.now(), "rolling back to (deployment " + target.id() + ").");
    }
}
