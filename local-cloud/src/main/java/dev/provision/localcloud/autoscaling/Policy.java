package dev.provision.localcloud.autoscaling;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;

/**
 * A scaling policy as it was put.
 *
 * @param arn its ARN
 * @param target what it scales
 * @param settings the request that put it
 * @param created when it was first put
 */
record Policy(String arn, TargetId target, PutScalingPolicyRequest settings, Instant created) {
    String name() {
        return settings.policyName();
    }

    /** Whether it follows a target and takes capacity away, too. */
    boolean tracksBothWays() {
        return settings.policyType() == PolicyType.TARGET_TRACKING_SCALING
                && !Boolean.TRUE.equals(
                        settings.targetTrackingScalingPolicyConfiguration().disableScaleIn());
    }

    ScalingPolicy describe(List<Alarm> alarms) {
        return ScalingPolicy.builder()
                .policyARN(arn)
                .policyName(settings.policyName())
                .serviceNamespace(target.namespace())
                .resourceId(target.resourceId())
                .scalableDimension(target.dimension())
                .policyType(settings.policyTypeAsString())
                .stepScalingPolicyConfiguration(settings.stepScalingPolicyConfiguration())
                .targetTrackingScalingPolicyConfiguration(settings.targetTrackingScalingPolicyConfiguration())
                .alarms(alarms)
                .creationTime(created)
                .build();
    }
}
