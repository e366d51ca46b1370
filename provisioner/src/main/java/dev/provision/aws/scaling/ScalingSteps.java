package dev.provision.aws.scaling;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.cloudwatch.AlarmRule;
import dev.provision.aws.cloudwatch.AlarmStep;
import dev.provision.aws.cloudwatch.MonitoringSteps;
import dev.provision.aws.ecs.ServiceStep;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Set;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;

/** Makes the steps of this package for one environment. */
public final class ScalingSteps {
    private final Owner owner;
    private final Api<ApplicationAutoScalingClient> scaling;
    private final MonitoringSteps monitoring;

    /** @param monitoring makes the alarms that set off policies */
    public ScalingSteps(AwsConnection connection, Owner owner, MonitoringSteps monitoring) {
        this.owner = owner;
        this.scaling = connection.api("application-autoscaling", ApplicationAutoScalingClient::builder);
        this.monitoring = monitoring;
    }

    public ScalableTargetStep target(StepKey key, ScalableTargetStep.Spec spec, Ref<ServiceStep.Live> service) {
        return new ScalableTargetStep(key, spec, service, owner, scaling);
    }

    /** The policies of one service, for {@link #policy}. */
    public ServicePolicies policies(Ref<ScalableTargetStep.Live> target) {
        return new ServicePolicies(ScalingPolicyStep.inventory(scaling, target));
    }

    public ScalingPolicyStep policy(
            StepKey key, String name, Scaling wanted, Ref<ScalableTargetStep.Live> target, ServicePolicies policies) {
        return new ScalingPolicyStep(key, name, wanted, target, scaling, policies.live());
    }

    /** An alarm on the mean of a service's tasks that sets off a policy. */
    public AlarmStep alarm(
            StepKey key,
            String name,
            Metric metric,
            AlarmRule rule,
            Ref<ScalableTargetStep.Live> target,
            Ref<ScalingPolicyStep.Live> policy) {
        return monitoring.alarm(
                key,
                new AlarmStep.Spec(name, "Scales the tasks.", rule, AlarmStep.Purpose.SCALE),
                Set.of(target.key(), policy.key()),
                () -> target.live().map(metric::of),
                () -> policy.live().map(live -> Set.of(live.arn().value())));
    }
}
