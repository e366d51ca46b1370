package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.time.CloudTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Services: create, look at, delete; changes are in {@link ServiceUpdates}. */
final class Services extends EcsApi {
    private final EcsStore store;
    private final CloudTime time;
    private final ServiceChecks checks;
    private final ServiceViews views;
    private final Rollouts rollouts;
    private final Scheduler scheduler;

    Services(
            EcsStore store,
            CloudTime time,
            ServiceChecks checks,
            ServiceViews views,
            Rollouts rollouts,
            Scheduler scheduler) {
        this.store = store;
        this.time = time;
        this.checks = checks;
        this.views = views;
        this.rollouts = rollouts;
        this.scheduler = scheduler;
    }

    public CreateServiceResponse createService(CreateServiceRequest request) {
        EcsCluster cluster = store.cluster(request.cluster());
        String name = Optional.ofNullable(request.serviceName()).orElse("");
        if (!name.matches("[a-zA-Z0-9_-]{1,255}")) {
            throw EcsErrors.invalidParameter("Invalid service name.");
        }
        String token = Optional.ofNullable(request.clientToken()).orElse("");
        Optional<EcsService> existing =
                Optional.ofNullable(cluster.services().get(name)).filter(EcsService::alive);
        if (existing.isPresent()) {
            return CreateServiceResponse.builder()
                    .service(views.describe(same(existing.get(), token), true))
                    .build();
        }
        TaskDefinition definition = checks.definition(request.taskDefinition());
        ServiceChecks.fargate(request.launchType(), request.capacityProviderStrategy(), cluster);
        rolling(request);
        TaskNetwork.of(request.networkConfiguration());
        checks.balancers(request.loadBalancers(), definition);
        EcsService service = new EcsService(cluster, token, view(request, cluster, definition));
        cluster.services().put(name, service);
        store.tags(service.arn()).clear();
        store.tags(service.arn()).putAll(tags(request.tags()));
        rollouts.begin(service, definition, request.networkConfiguration());
        CreateServiceResponse response = CreateServiceResponse.builder()
                .service(views.describe(service, true))
                .build();
        scheduler.reconcile(service);
        return response;
    }

    private static EcsService same(EcsService existing, String token) {
        if (existing.draining()) {
            throw EcsErrors.invalidParameter("Unable to Start a service that is still Draining.");
        }
        if (token.isEmpty() || !token.equals(existing.clientToken())) {
            throw EcsErrors.invalidParameter("Creation of service was not idempotent.");
        }
        return existing;
    }

    private static void rolling(CreateServiceRequest request) {
        boolean own = request.deploymentController() == null
                || request.deploymentController().type() == DeploymentControllerType.ECS;
        DeploymentStrategy strategy = Optional.ofNullable(request.deploymentConfiguration())
                .map(DeploymentConfiguration::strategy)
                .orElse(DeploymentStrategy.ROLLING);
        if (!own || strategy != DeploymentStrategy.ROLLING) {
            throw EcsErrors.invalidParameter("The local cloud has rolling deployments by ECS only.");
        }
        if (request.schedulingStrategy() == SchedulingStrategy.DAEMON) {
            throw EcsErrors.invalidParameter("The scheduling strategy DAEMON is not supported on Fargate.");
        }
        if (Optional.ofNullable(request.desiredCount()).orElse(0) < 0) {
            throw EcsErrors.invalidParameter("desiredCount must not be negative.");
        }
    }

    private Service view(CreateServiceRequest request, EcsCluster cluster, TaskDefinition definition) {
        boolean byProvider = request.launchType() == null;
        return Service.builder()
                .serviceName(request.serviceName())
                .serviceArn(store.arn("service/" + cluster.name() + "/" + request.serviceName()))
                .clusterArn(cluster.arn())
                .status("ACTIVE")
                .desiredCount(Optional.ofNullable(request.desiredCount()).orElse(0))
                .launchType(byProvider ? null : LaunchType.FARGATE)
                .capacityProviderStrategy(byProvider ? request.capacityProviderStrategy() : null)
                .platformVersion(Optional.ofNullable(request.platformVersion()).orElse("LATEST"))
                .platformFamily(TaskFactory.PLATFORM_FAMILY)
                .taskDefinition(definition.taskDefinitionArn())
                .deploymentConfiguration(
                        deploymentConfiguration(Optional.ofNullable(request.deploymentConfiguration())))
                .deploymentController(DeploymentController.builder()
                        .type(DeploymentControllerType.ECS)
                        .build())
                .loadBalancers(request.loadBalancers())
                .serviceRegistries(request.serviceRegistries())
                .networkConfiguration(request.networkConfiguration())
                .healthCheckGracePeriodSeconds(
                        request.loadBalancers().isEmpty()
                                ? request.healthCheckGracePeriodSeconds()
                                : Integer.valueOf(Optional.ofNullable(request.healthCheckGracePeriodSeconds())
                                        .orElse(0)))
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .roleArn(store.account()
                        .globalArn("iam", "role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"))
                .createdAt(time.now())
                .createdBy(store.account().globalArn("iam", "root"))
                .enableECSManagedTags(Boolean.TRUE.equals(request.enableECSManagedTags()))
                .enableExecuteCommand(Boolean.TRUE.equals(request.enableExecuteCommand()))
                .propagateTags(Optional.ofNullable(request.propagateTags()).orElse(PropagateTags.NONE))
                .availabilityZoneRebalancing(request.availabilityZoneRebalancing())
                .placementConstraints(List.of())
                .placementStrategy(List.of())
                .build();
    }

    static DeploymentConfiguration deploymentConfiguration(Optional<DeploymentConfiguration> asked) {
        DeploymentConfiguration given =
                asked.orElse(DeploymentConfiguration.builder().build());
        ServiceChecks.bounds(given.minimumHealthyPercent(), given.maximumPercent());
        return given.copy(configuration -> configuration
                .minimumHealthyPercent(
                        Optional.ofNullable(given.minimumHealthyPercent()).orElse(100))
                .maximumPercent(Optional.ofNullable(given.maximumPercent()).orElse(200))
                .strategy(DeploymentStrategy.ROLLING)
                .bakeTimeInMinutes(
                        Optional.ofNullable(given.bakeTimeInMinutes()).orElse(0))
                .deploymentCircuitBreaker(breaker -> breaker.enable(given.deploymentCircuitBreaker() != null
                                && Boolean.TRUE.equals(
                                        given.deploymentCircuitBreaker().enable()))
                        .rollback(given.deploymentCircuitBreaker() != null
                                && Boolean.TRUE.equals(
                                        given.deploymentCircuitBreaker().rollback()))));
    }

    public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
        if (request.services().isEmpty()) {
            throw EcsErrors.invalidParameter("Services cannot be empty.");
        }
        EcsCluster cluster = store.cluster(request.cluster());
        boolean withTags = request.include().contains(ServiceField.TAGS);
        List<Service> services = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : request.services()) {
            Optional.ofNullable(cluster.services().get(EcsStore.lastPart(name)))
                    .ifPresentOrElse(
                            service -> services.add(views.describe(service, withTags)),
                            () -> failures.add(Failure.builder()
                                    .arn(
                                            name.startsWith("arn:")
                                                    ? name
                                                    : store.arn("service/" + cluster.name() + "/" + name))
                                    .reason("MISSING")
                                    .build()));
        }
        return DescribeServicesResponse.builder()
                .services(services)
                .failures(failures)
                .build();
    }

    public ListServicesResponse listServices(ListServicesRequest request) {
        List<String> arns = store.cluster(request.cluster()).services().values().stream()
                .filter(EcsService::alive)
                .map(EcsService::arn)
                .toList();
        Page<String> page = page(
                arns,
                request.nextToken(),
                Optional.ofNullable(request.maxResults()).orElse(10));
        return ListServicesResponse.builder()
                .serviceArns(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public DeleteServiceResponse deleteService(DeleteServiceRequest request) {
        EcsService service = store.service(request.cluster(), request.service());
        if (!service.alive()) {
            throw EcsErrors.serviceNotFound();
        }
        if (service.desired() > 0 && !Boolean.TRUE.equals(request.force())) {
            throw EcsErrors.invalidParameter("The service cannot be stopped while it is scaled above 0.");
        }
        service.change(view -> view.status("DRAINING").desiredCount(0));
        scheduler.reconcile(service);
        return DeleteServiceResponse.builder()
                .service(views.describe(service, true))
                .build();
    }
}
