package dev.provision.aws.scaling;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.ecs.ServiceStep;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Makes the steps of this package for one environment; its alarms share one with all others. */
public final class ScalingSteps {
    private final Owner owner;
    private final Api<ApplicationAutoScalingClient> scaling;
    private final Api<CloudWatchClient> cloudWatch;
    private final Inventory<MetricAlarm> alarms;

    /** @param monitoring has the alarms of the environment */
    public ScalingSteps(AwsConnection connection, Owner owner, MonitoringSteps monitoring) {
        this.owner = owner;
        this.scaling = connection.api("application-autoscaling", ApplicationAutoScalingClient::builder);
        this.cloudWatch = connection.api("cloudwatch", CloudWatchClient::builder);
        this.alarms = monitoring.alarms();
    }

    public ScalableTargetStep target(StepKey key, int min, int max, Ref<ServiceStep.Live> service) {
        return new ScalableTargetStep(key, min, max, service, owner, scaling);
    }

    /** The policies of one service, for {@link #policy}. */
    public ServicePolicies policies(Ref<ScalableTargetStep.Live> target) {
        return new ServicePolicies(ScalingPolicyStep.inventory(scaling, target));
    }

    public ScalingPolicyStep policy(
            StepKey key, String name, Scaling wanted, Ref<ScalableTargetStep.Live> target, ServicePolicies policies) {
        return new ScalingPolicyStep(key, name, wanted, target, scaling, policies.live());
    }

    public AlarmStep alarm(
            StepKey key, AlarmStep.Spec spec, Ref<ScalableTargetStep.Live> target, Ref<ScalingPolicyStep.Live> policy) {
        return new AlarmStep(key, spec, target, policy, owner, cloudWatch, alarms);
    }
}
