package dev.provision.aws.scaling;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricAggregationType;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** A scaling policy of a service. */
public final class ScalingPolicyStep extends AwsStep<ScalingPolicyStep.Live> {
    private static final int TRACKING_OUT_COOLDOWN = 60;
    private static final int TRACKING_IN_COOLDOWN = 300;
    private final String name;
    private final Scaling wanted;
    private final Ref<ScalableTargetStep.Live> target;
    private final Api<ApplicationAutoScalingClient> scaling;
    private final Inventory<ScalingPolicy> policies;

    /** @param policies of the service, see {@link #inventory} */
    public ScalingPolicyStep(
            StepKey key,
            String name,
            Scaling wanted,
            Ref<ScalableTargetStep.Live> target,
            Api<ApplicationAutoScalingClient> scaling,
            Inventory<ScalingPolicy> policies) {
        super(key, "application-autoscaling", needs(target));
        this.name = name;
        this.wanted = wanted;
        this.target = target;
        this.scaling = scaling;
        this.policies = policies;
    }

    /** The policies of one service. */
    public static Inventory<ScalingPolicy> inventory(
            Api<ApplicationAutoScalingClient> scaling, Ref<ScalableTargetStep.Live> target) {
        return new Inventory<>(() -> target.live()
                .map(live -> scaling.call(c -> c
                        .describeScalingPoliciesPaginator(
                                r -> r.serviceNamespace(ServiceNamespace.ECS).resourceId(live.resource()))
                        .scalingPolicies()
                        .stream()
                        .toList()))
                .orElse(List.of()));
    }

    /**
     * A policy that exists.
     *
     * @param configuration what it does, in words
     */
    public record Live(PolicyArn arn, String resource, String configuration) {}

    @Override
    public Optional<Live> find() {
        return policies.first(policy -> policy.policyName().equals(name))
                .map(policy -> new Live(
                        new PolicyArn(policy.policyARN()),
                        policy.resourceId(),
                        policy.policyType() == PolicyType.STEP_SCALING
                                ? words(policy.stepScalingPolicyConfiguration())
                                : words(policy.targetTrackingScalingPolicyConfiguration())));
    }

    private static String words(StepScalingPolicyConfiguration step) {
        return step.adjustmentTypeAsString() + " "
                + step.stepAdjustments().stream()
                        .map(adjustment -> words(adjustment))
                        .toList()
                + " cooldown " + step.cooldown() + " s of " + step.metricAggregationTypeAsString();
    }

    private static String words(StepAdjustment adjustment) {
        return adjustment.scalingAdjustment() + " from " + adjustment.metricIntervalLowerBound() + " to "
                + adjustment.metricIntervalUpperBound();
    }

    private static String words(TargetTrackingScalingPolicyConfiguration tracking) {
        return tracking.predefinedMetricSpecification().predefinedMetricTypeAsString() + " at "
                + tracking.targetValue() + " cooldown " + tracking.scaleOutCooldown() + " s out, "
                + tracking.scaleInCooldown() + " s in";
    }

    /** The bounds are relative to the alarm's threshold: up from it when tasks are added, down from it otherwise. */
    private static StepScalingPolicyConfiguration configuration(Scaling.Step step) {
        StepAdjustment.Builder adjustment = StepAdjustment.builder().scalingAdjustment(step.tasks());
        if (step.tasks() > 0) {
            adjustment.metricIntervalLowerBound(0.0);
        } else {
            adjustment.metricIntervalUpperBound(0.0);
        }
        return StepScalingPolicyConfiguration.builder()
                .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                .metricAggregationType(MetricAggregationType.AVERAGE)
                .cooldown(step.cooldownSeconds())
                .stepAdjustments(adjustment.build())
                .build();
    }

    private static TargetTrackingScalingPolicyConfiguration configuration(Scaling.Tracking tracking) {
        return TargetTrackingScalingPolicyConfiguration.builder()
                .predefinedMetricSpecification(
                        m -> m.predefinedMetricType(tracking.metric().predefined()))
                .targetValue((double) tracking.percent())
                .scaleOutCooldown(TRACKING_OUT_COOLDOWN)
                .scaleInCooldown(TRACKING_IN_COOLDOWN)
                .build();
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().field("configuration", live.configuration(), wantedWords());
    }

    private String wantedWords() {
        return switch (wanted) {
            case Scaling.Step step -> words(configuration(step));
            case Scaling.Tracking tracking -> words(configuration(tracking));
        };
    }

    @Override
    public Live create() {
        var put = scaling.settle(c -> c.putScalingPolicy(this::request));
        policies.stale();
        return new Live(new PolicyArn(put.policyARN()), target.require().resource(), wantedWords());
    }

    private void request(PutScalingPolicyRequest.Builder request) {
        request.policyName(name)
                .serviceNamespace(ServiceNamespace.ECS)
                .resourceId(target.require().resource())
                .scalableDimension(ScalableTargetStep.TASKS);
        switch (wanted) {
            case Scaling.Step step ->
                request.policyType(PolicyType.STEP_SCALING).stepScalingPolicyConfiguration(configuration(step));
            case Scaling.Tracking tracking ->
                request.policyType(PolicyType.TARGET_TRACKING_SCALING)
                        .targetTrackingScalingPolicyConfiguration(configuration(tracking));
        }
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return create();
    }

    @Override
    public void delete(Live live) {
        scaling.delete(c -> c.deleteScalingPolicy(r -> r.policyName(name)
                .serviceNamespace(ServiceNamespace.ECS)
                .resourceId(live.resource())
                .scalableDimension(ScalableTargetStep.TASKS)));
        policies.stale();
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "application-autoscaling:DeleteScalingPolicy",
                "application-autoscaling:DescribeScalingPolicies",
                "application-autoscaling:PutScalingPolicy");
    }
}
