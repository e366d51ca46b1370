package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.Rollback;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/** The history of services' deployments. */
final class ServiceDeployments extends EcsApi {
    private final EcsStore store;

    ServiceDeployments(EcsStore store) {
        this.store = store;
    }

    static String arn(EcsStore store, EcsService service, Rollout rollout) {
        return store.arn(
                "service-deployment/" + service.cluster().name() + "/" + service.name() + "/" + rollout.number());
    }

    static String revisionArn(EcsStore store, EcsService service, Rollout rollout) {
        return store.arn(
                "service-revision/" + service.cluster().name() + "/" + service.name() + "/" + rollout.revisionId());
    }

    public ListServiceDeploymentsResponse listServiceDeployments(ListServiceDeploymentsRequest request) {
        EcsService service = store.service(request.cluster(), request.service());
        List<ServiceDeploymentBrief> briefs = service.history().stream()
                .map(rollout -> describe(service, rollout))
                .filter(deployment ->
                        request.status().isEmpty() || request.status().contains(deployment.status()))
                .map(deployment -> ServiceDeploymentBrief.builder()
                        .serviceDeploymentArn(deployment.serviceDeploymentArn())
                        .serviceArn(deployment.serviceArn())
                        .clusterArn(deployment.clusterArn())
                        .createdAt(deployment.createdAt())
                        .startedAt(deployment.startedAt())
                        .finishedAt(deployment.finishedAt())
                        .targetServiceRevisionArn(
                                deployment.targetServiceRevision().arn())
                        .status(deployment.status())
                        .statusReason(deployment.statusReason())
                        .build())
                .toList();
        Page<ServiceDeploymentBrief> page = page(briefs, request.nextToken(), request.maxResults());
        return ListServiceDeploymentsResponse.builder()
                .serviceDeployments(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DescribeServiceDeploymentsResponse describeServiceDeployments(DescribeServiceDeploymentsRequest request) {
        List<ServiceDeployment> deployments = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : request.serviceDeploymentArns()) {
            Optional<ServiceDeployment> found =
                    first(deployment -> deployment.serviceDeploymentArn().equals(arn));
            found.ifPresentOrElse(deployments::add, () -> failures.add(missing(arn)));
        }
        return DescribeServiceDeploymentsResponse.builder()
                .serviceDeployments(deployments)
                .failures(failures)
                .build();
    }

    private Optional<ServiceDeployment> first(Predicate<ServiceDeployment> filter) {
        return store.services()
                .flatMap(service -> service.history().stream().map(rollout -> describe(service, rollout)))
                .filter(filter)
                .findFirst();
    }

    private static Failure missing(String arn) {
        return Failure.builder().arn(arn).reason("MISSING").build();
    }

    private ServiceDeployment describe(EcsService service, Rollout rollout) {
        List<EcsTask> tasks = store.tasks(service).stream()
                .filter(task -> task.startedBy().equals(rollout.id()))
                .toList();
        boolean breaker = Boolean.TRUE.equals(service.circuitBreaker().enable());
        boolean triggered = breaker && rollout.failed();
        return ServiceDeployment.builder()
                .serviceDeploymentArn(arn(store, service, rollout))
                .serviceArn(service.arn())
                .clusterArn(service.cluster().arn())
                .createdAt(rollout.created())
                .startedAt(rollout.created())
                .updatedAt(rollout.updated())
                .finishedAt(finished(rollout).orElse(null))
                .status(status(rollout))
                .statusReason(rollout.failed() ? rollout.reason() : null)
                .deploymentConfiguration(service.view().deploymentConfiguration())
                .targetServiceRevision(ServiceRevisionSummary.builder()
                        .arn(revisionArn(store, service, rollout))
                        .requestedTaskCount(service.desired())
                        .runningTaskCount(ServiceViews.running(tasks))
                        .pendingTaskCount(ServiceViews.pending(tasks))
                        .build())
                .rollback(rollout.rolledBackTo()
                        .map(target -> Rollback.builder()
                                .reason(rollout.reason())
                                .startedAt(rollout.updated())
                                .serviceRevisionArn(revisionArn(store, service, target))
                                .build())
                        .orElse(null))
                .deploymentCircuitBreaker(ServiceDeploymentCircuitBreaker.builder()
                        .status(
                                triggered
                                        ? ServiceDeploymentRollbackMonitorsStatus.TRIGGERED
                                        : breaker
                                                ? ServiceDeploymentRollbackMonitorsStatus.MONITORING
                                                : ServiceDeploymentRollbackMonitorsStatus.DISABLED)
                        .failureCount(rollout.failedTasks())
                        .threshold(Rollouts.threshold(service.desired()))
                        .build())
                .build();
    }

    private static Optional<Instant> finished(Rollout rollout) {
        return rollout.rolledBackTo().isPresent() ? rollout.rolledBackTo().get().finished() : rollout.finished();
    }

    private static ServiceDeploymentStatus status(Rollout rollout) {
        if (rollout.rolledBackTo().isPresent()) {
            return switch (rollout.rolledBackTo().get().state()) {
                case COMPLETED -> ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL;
                case FAILED -> ServiceDeploymentStatus.ROLLBACK_FAILED;
                default -> ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS;
            };
        }
        return switch (rollout.state()) {
            case COMPLETED -> ServiceDeploymentStatus.SUCCESSFUL;
            case FAILED -> ServiceDeploymentStatus.STOPPED;
            default -> ServiceDeploymentStatus.IN_PROGRESS;
        };
    }

    public DescribeServiceRevisionsResponse describeServiceRevisions(DescribeServiceRevisionsRequest request) {
        List<ServiceRevision> revisions = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : request.serviceRevisionArns()) {
            Optional<ServiceRevision> found = store.services()
                    .flatMap(service -> service.history().stream().map(rollout -> revision(service, rollout)))
                    .filter(revision -> revision.serviceRevisionArn().equals(arn))
                    .findFirst();
            found.ifPresentOrElse(revisions::add, () -> failures.add(missing(arn)));
        }
        return DescribeServiceRevisionsResponse.builder()
                .serviceRevisions(revisions)
                .failures(failures)
                .build();
    }

    private ServiceRevision revision(EcsService service, Rollout rollout) {
        return ServiceRevision.builder()
                .serviceRevisionArn(revisionArn(store, service, rollout))
                .serviceArn(service.arn())
                .clusterArn(service.cluster().arn())
                .taskDefinition(rollout.definition().taskDefinitionArn())
                .launchType(LaunchType.FARGATE)
                .platformVersion(TaskFactory.PLATFORM_VERSION)
                .platformFamily(TaskFactory.PLATFORM_FAMILY)
                .loadBalancers(service.loadBalancers())
                .networkConfiguration(rollout.network())
                .createdAt(rollout.created())
                .build();
    }
}
