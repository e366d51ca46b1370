package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.cloudwatch.ManagedAlarms;
import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import software.amazon.awssdk.services.applicationautoscaling.model.Alarm;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** The operations on scaling policies. */
final class PolicyOperations implements AwsService {
    private final Registrations registrations;
    private final TrackingAlarms trackingAlarms;
    private final ManagedAlarms alarms;

    PolicyOperations(Registrations registrations, TrackingAlarms trackingAlarms, ManagedAlarms alarms) {
        this.registrations = registrations;
        this.trackingAlarms = trackingAlarms;
        this.alarms = alarms;
    }

    @Override
    public ServiceApi api() {
        return ApplicationAutoScaling.API;
    }

    public PutScalingPolicyResponse putScalingPolicy(PutScalingPolicyRequest request) {
        TargetId target = new TargetId(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        registrations.require(target);
        PolicyType type = request.policyType() == null ? PolicyType.STEP_SCALING : request.policyType();
        PutScalingPolicyRequest settings = request.toBuilder().policyType(type).build();
        switch (type) {
            case STEP_SCALING -> checkSteps(settings);
            case TARGET_TRACKING_SCALING -> checkTracking(settings);
            default -> throw Registrations.invalid("Unsupported policy type: " + type);
        }
        Policy policy = registrations.put(target, settings);
        if (type == PolicyType.TARGET_TRACKING_SCALING) {
            trackingAlarms.put(policy);
        }
        return PutScalingPolicyResponse.builder()
                .policyARN(policy.arn())
                .alarms(alarms(policy))
                .build();
    }

    private static void checkSteps(PutScalingPolicyRequest request) {
        // AWS: Lambda's provisioned concurrency scales by target tracking or on a schedule only.
        if (request.serviceNamespace() == ServiceNamespace.LAMBDA) {
            throw Registrations.invalid("Step scaling policies are not supported for lambda");
        }
        if (request.stepScalingPolicyConfiguration() == null
                || !request.stepScalingPolicyConfiguration().hasStepAdjustments()
                || request.stepScalingPolicyConfiguration().adjustmentType() == null) {
            throw Registrations.invalid("A step scaling policy needs an adjustment type and step adjustments");
        }
    }

    private static void checkTracking(PutScalingPolicyRequest request) {
        TargetTrackingScalingPolicyConfiguration tracking = request.targetTrackingScalingPolicyConfiguration();
        if (tracking == null || tracking.targetValue() == null) {
            throw Registrations.invalid("A target tracking policy needs a target value");
        }
        if (tracking.predefinedMetricSpecification() == null
                || !TrackingAlarms.supported(
                        tracking.predefinedMetricSpecification().predefinedMetricType())) {
            throw Registrations.invalid(
                    "The local cloud tracks ECS CPU, ECS memory and Lambda provisioned concurrency only");
        }
    }

    public DeleteScalingPolicyResponse deleteScalingPolicy(DeleteScalingPolicyRequest request) {
        TargetId target = new TargetId(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        Policy policy = registrations.requirePolicy(target, request.policyName());
        trackingAlarms.delete(policy);
        registrations.removePolicy(policy);
        return DeleteScalingPolicyResponse.builder().build();
    }

    public DescribeScalingPoliciesResponse describeScalingPolicies(DescribeScalingPoliciesRequest request) {
        List<Policy> matching = registrations
                .policies()
                .filter(policy -> policy.target().namespace() == request.serviceNamespace())
                .filter(policy ->
                        !request.hasPolicyNames() || request.policyNames().contains(policy.name()))
                .filter(policy -> request.resourceId() == null
                        || request.resourceId().equals(policy.target().resourceId()))
                .filter(policy -> request.scalableDimension() == null
                        || request.scalableDimension() == policy.target().dimension())
                .toList();
        Page<Policy> page = TargetOperations.page(matching, request.nextToken(), request.maxResults());
        return DescribeScalingPoliciesResponse.builder()
                .scalingPolicies(page.items().stream()
                        .map(policy -> policy.describe(alarms(policy)))
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    /** Scheduled actions cannot be put here, so there are none to show. */
    public DescribeScheduledActionsResponse describeScheduledActions(DescribeScheduledActionsRequest request) {
        return DescribeScheduledActionsResponse.builder()
                .scheduledActions(List.of())
                .build();
    }

    private List<Alarm> alarms(Policy policy) {
        return alarms.withAction(policy.arn()).stream()
                .map(alarm -> Alarm.builder()
                        .alarmName(alarm.name())
                        .alarmARN(alarm.arn())
                        .build())
                .toList();
    }
}
