package dev.provision.aws.scaling;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.util.Set;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** Takes a service out of scaling, so that its count stays as it is set. */
public final class ScalingControl {
    private final Api<ApplicationAutoScalingClient> scaling;

    public ScalingControl(AwsConnection connection) {
        this.scaling = connection.api("application-autoscaling", ApplicationAutoScalingClient::builder);
    }

    /** Removes the bounds and, with them, the policies; the alarms stay, and have nothing to set off. */
    public void release(String cluster, String service) {
        scaling.delete(c -> c.deregisterScalableTarget(r -> r.serviceNamespace(ServiceNamespace.ECS)
                .resourceId("service/" + cluster + "/" + service)
                .scalableDimension(ScalableTargetStep.TASKS)));
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of("application-autoscaling:DeregisterScalableTarget");
    }
}
