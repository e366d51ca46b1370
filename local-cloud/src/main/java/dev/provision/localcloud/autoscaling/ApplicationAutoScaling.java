package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.cloudwatch.CloudWatch;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** Application Auto Scaling: its operations, and the loop from alarm to capacity. */
public final class ApplicationAutoScaling {
    static final ServiceApi API =
            new ServiceApi("application-autoscaling", ServiceApi.Protocol.JSON_1_1, "AnyScaleFrontendService", "");

    private final List<Object> parts;

    /**
     * @param ecs the desired counts of ECS services
     * @param provisionedConcurrency that of function aliases
     */
    public ApplicationAutoScaling(
            Account account, CloudTime time, CloudWatch cloudWatch, Scalable ecs, Scalable provisionedConcurrency) {
        Map<ServiceNamespace, Scalable> scalables =
                Map.of(ServiceNamespace.ECS, ecs, ServiceNamespace.LAMBDA, provisionedConcurrency);
        Registrations registrations = new Registrations(account, time);
        TrackingAlarms trackingAlarms = new TrackingAlarms(cloudWatch.managedAlarms());
        this.parts = List.of(
                registrations,
                new TargetOperations(registrations, trackingAlarms, scalables),
                new PolicyOperations(registrations, trackingAlarms, cloudWatch.managedAlarms()));
        cloudWatch.listen(new Scaler(time, registrations, trackingAlarms, scalables));
    }

    /** What the assembly mounts and lists: operations and tagged resources. */
    public List<Object> parts() {
        return parts;
    }
}
