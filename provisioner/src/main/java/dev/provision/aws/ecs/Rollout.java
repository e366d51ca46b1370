package dev.provision.aws.ecs;

import dev.provision.aws.KnownQuota;
import dev.provision.graph.Readiness;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/**
 * Whether a service runs what it should. ECS calls a service stable, too, after it has rolled it back, so that the task
 * definition of the deployment decides: aws-actions/amazon-ecs-deploy-task-definition#494.
 */
final class Rollout {
    private static final int EVENTS = 5;

    private Rollout() {}

    /** @param wanted the ARN of the task definition that should run */
    static Readiness of(Service service, String wanted) {
        Optional<Deployment> primary = service.deployments().stream()
                .filter(deployment -> "PRIMARY".equals(deployment.status()))
                .findFirst();
        Optional<Deployment> failed = service.deployments().stream()
                .filter(deployment -> deployment.taskDefinition().equals(wanted))
                .filter(deployment -> deployment.rolloutState() == DeploymentRolloutState.FAILED)
                .findFirst();
        if (failed.isPresent()) {
            return Readiness.failed("the deployment failed: " + failed.get().rolloutStateReason(), events(service));
        }
        if (primary.isEmpty()) {
            return Readiness.pending("the service has no deployment yet");
        }
        Deployment now = primary.get();
        if (!now.taskDefinition().equals(wanted)) {
            return Readiness.failed("the service was rolled back to " + now.taskDefinition(), events(service));
        }
        boolean complete = now.rolloutState() == DeploymentRolloutState.COMPLETED;
        if (complete && service.runningCount() >= service.desiredCount()) {
            return Readiness.ready();
        }
        return Readiness.pending(service.runningCount() + " of " + service.desiredCount() + " tasks run"
                + (now.failedTasks() != null && now.failedTasks() > 0 ? ", " + now.failedTasks() + " failed" : "")
                + service.events().stream()
                        .findFirst()
                        .map(event -> ": " + words(event))
                        .orElse(""));
    }

    /** ECS names no quota, and goes on trying: there may be room later. */
    private static String words(ServiceEvent event) {
        return event.message()
                + KnownQuota.in(event.message())
                        .map(quota -> " That is " + quota.title() + "; ask for more: " + quota.request())
                        .orElse("");
    }

    private static String events(Service service) {
        List<String> lines =
                service.events().stream().limit(EVENTS).map(Rollout::words).toList();
        return String.join(System.lineSeparator(), lines);
    }
}
