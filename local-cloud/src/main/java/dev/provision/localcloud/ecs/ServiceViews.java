package dev.provision.localcloud.ecs;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;

/** Services as the API shows them. */
final class ServiceViews {
    private final EcsStore store;

    ServiceViews(EcsStore store) {
        this.store = store;
    }

    Service describe(EcsService service, boolean withTags) {
        List<EcsTask> tasks = store.tasks(service);
        return service.view().copy(view -> {
            view.runningCount(running(tasks));
            view.pendingCount(pending(tasks));
            view.deployments(service.rollouts().stream()
                    .map(rollout -> deployment(service, rollout, tasks))
                    .toList());
            view.events(service.events());
            view.tags(withTags ? EcsApi.tags(store.tags(service.arn())) : List.of());
            if (!service.rollouts().isEmpty()) {
                Rollout primary = service.primary();
                view.currentServiceDeployment(
                        primary.inProgress() ? ServiceDeployments.arn(store, service, primary) : null);
                view.currentServiceRevisions(ServiceCurrentRevisionSummary.builder()
                        .arn(ServiceDeployments.revisionArn(store, service, primary))
                        .requestedTaskCount(service.desired())
                        .runningTaskCount(running(tasks))
                        .pendingTaskCount(pending(tasks))
                        .build());
            }
        });
    }

    private static Deployment deployment(EcsService service, Rollout rollout, List<EcsTask> all) {
        List<EcsTask> tasks = all.stream()
                .filter(task -> task.startedBy().equals(rollout.id()))
                .toList();
        boolean primary = rollout == service.primary();
        int wanted = (int) tasks.stream().filter(EcsTask::wanted).count();
        return Deployment.builder()
                .id(rollout.id())
                .status(primary ? "PRIMARY" : "ACTIVE")
                .taskDefinition(rollout.definition().taskDefinitionArn())
                .desiredCount(primary && !rollout.failed() ? service.desired() : wanted)
                .runningCount(running(tasks))
                .pendingCount(pending(tasks))
                .failedTasks(rollout.failedTasks())
                .createdAt(rollout.created())
                .updatedAt(rollout.updated())
                .launchType(LaunchType.FARGATE)
                .platformVersion(TaskFactory.PLATFORM_VERSION)
                .platformFamily(TaskFactory.PLATFORM_FAMILY)
                .networkConfiguration(rollout.network())
                .rolloutState(rollout.state())
                .rolloutStateReason(rollout.reason())
                .build();
    }

    static int running(List<EcsTask> tasks) {
        return (int) tasks.stream()
                .filter(task -> task.wanted() && task.is("RUNNING"))
                .count();
    }

    static int pending(List<EcsTask> tasks) {
        return (int) tasks.stream().filter(Clusters::pending).count();
    }
}
