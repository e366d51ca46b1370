package dev.provision.localcloud.ecs;

import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/** Changes of services, some of which begin a deployment. */
final class ServiceUpdates extends EcsApi {
    private final EcsStore store;
    private final ServiceChecks checks;
    private final ServiceViews views;
    private final Rollouts rollouts;
    private final Scheduler scheduler;

    ServiceUpdates(EcsStore store, ServiceChecks checks, ServiceViews views, Rollouts rollouts, Scheduler scheduler) {
        this.store = store;
        this.checks = checks;
        this.views = views;
        this.rollouts = rollouts;
        this.scheduler = scheduler;
    }

    public UpdateServiceResponse updateService(UpdateServiceRequest request) {
        EcsService service = store.service(request.cluster(), request.service());
        if (!service.active()) {
            throw EcsErrors.serviceNotActive();
        }
        TaskDefinition definition = Optional.ofNullable(request.taskDefinition())
                .map(checks::definition)
                .orElse(service.primary().definition());
        NetworkConfiguration network = Optional.ofNullable(request.networkConfiguration())
                .orElse(service.view().networkConfiguration());
        TaskNetwork.of(network);
        if (request.hasLoadBalancers()) {
            checks.balancers(request.loadBalancers(), definition);
        }
        boolean deploys = Boolean.TRUE.equals(request.forceNewDeployment())
                || !definition
                        .taskDefinitionArn()
                        .equals(service.primary().definition().taskDefinitionArn())
                || !network.equals(service.primary().network())
                || (request.hasLoadBalancers()
                        && !request.loadBalancers().equals(service.view().loadBalancers()))
                || differs(request.platformVersion(), service.view().platformVersion());
        apply(request, service, definition, network);
        if (deploys) {
            rollouts.begin(service, definition, network);
        }
        scheduler.reconcile(service);
        return UpdateServiceResponse.builder()
                .service(views.describe(service, true))
                .build();
    }

    private static boolean differs(String asked, String present) {
        return asked != null && !asked.equals(present);
    }

    private static void apply(
            UpdateServiceRequest request, EcsService service, TaskDefinition definition, NetworkConfiguration network) {
        int desired = Optional.ofNullable(request.desiredCount()).orElse(service.desired());
        if (desired < 0) {
            throw EcsErrors.invalidParameter("desiredCount must not be negative.");
        }
        service.change(view -> {
            view.desiredCount(desired)
                    .taskDefinition(definition.taskDefinitionArn())
                    .networkConfiguration(network);
            Optional.ofNullable(request.platformVersion()).ifPresent(view::platformVersion);
            Optional.ofNullable(request.healthCheckGracePeriodSeconds()).ifPresent(view::healthCheckGracePeriodSeconds);
            Optional.ofNullable(request.enableExecuteCommand()).ifPresent(view::enableExecuteCommand);
            Optional.ofNullable(request.enableECSManagedTags()).ifPresent(view::enableECSManagedTags);
            Optional.ofNullable(request.propagateTags()).ifPresent(view::propagateTags);
            Optional.ofNullable(request.availabilityZoneRebalancing()).ifPresent(view::availabilityZoneRebalancing);
            if (request.deploymentConfiguration() != null) {
                view.deploymentConfiguration(
                        Services.deploymentConfiguration(Optional.of(request.deploymentConfiguration())));
            }
            if (request.hasLoadBalancers()) {
                view.loadBalancers(request.loadBalancers());
            }
        });
        service.steady(false);
    }
}
