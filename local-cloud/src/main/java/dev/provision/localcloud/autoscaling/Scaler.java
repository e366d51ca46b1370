package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.cloudwatch.AlarmAction;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** Carries out policies when their alarms act: computes the capacity, respects bounds, cooldowns and suspension. */
final class Scaler implements AlarmAction.Listener {
    private static final Duration STEP_COOLDOWN = Duration.ofMinutes(5);

    private final CloudTime time;
    private final Registrations registrations;
    private final TrackingAlarms trackingAlarms;
    private final Map<ServiceNamespace, Scalable> scalables;

    Scaler(
            CloudTime time,
            Registrations registrations,
            TrackingAlarms trackingAlarms,
            Map<ServiceNamespace, Scalable> scalables) {
        this.time = time;
        this.registrations = registrations;
        this.trackingAlarms = trackingAlarms;
        this.scalables = Map.copyOf(scalables);
    }

    @Override
    public void act(AlarmAction action) {
        if (!action.state().equals("ALARM") || Double.isNaN(action.value())) {
            return;
        }
        registrations
                .policies()
                .filter(policy -> policy.arn().equals(action.actionArn()))
                .findFirst()
                .ifPresent(policy ->
                        registrations.target(policy.target()).ifPresent(target -> act(action, policy, target)));
    }

    private void act(AlarmAction action, Policy policy, Target target) {
        Scalable scalable = scalables.get(target.id().namespace());
        OptionalInt present = scalable == null
                ? OptionalInt.empty()
                : scalable.capacity(target.id().resourceId());
        if (present.isEmpty()) {
            return;
        }
        Instant now = time.now();
        int base = base(policy, target, present.getAsInt(), now);
        OptionalInt wanted = wanted(action, policy, base);
        if (wanted.isEmpty()) {
            return;
        }
        int bounded = Math.clamp(wanted.getAsInt(), target.minimum(), target.maximum());
        boolean out = bounded > present.getAsInt();
        if (bounded == present.getAsInt()
                || (out
                        ? target.suspendedOut()
                        : target.suspendedIn() || coolingDown(policy, target, now) || !agreed(policy))) {
            return;
        }
        scalable.scale(target.id().resourceId(), bounded);
        target.scaled(
                out ? OptionalInt.of(base) : OptionalInt.empty(),
                new Target.Activity(
                        Ids.hex(32),
                        now,
                        "Setting desired count to " + bounded + ".",
                        "monitor alarm " + action.alarmName() + " in state ALARM triggered policy " + policy.name()));
    }

    private static OptionalInt wanted(AlarmAction action, Policy policy, int present) {
        if (policy.settings().policyType() == PolicyType.STEP_SCALING) {
            return StepScaling.wanted(
                    policy.settings().stepScalingPolicyConfiguration(), present, action.value() - action.threshold());
        }
        TargetTrackingScalingPolicyConfiguration tracking =
                policy.settings().targetTrackingScalingPolicyConfiguration();
        // Proportional, rounded up: out as much as the metric is over the target, in never below what the target needs.
        int proportional = (int) Math.ceil(present * action.value() / tracking.targetValue());
        boolean out = action.value() > tracking.targetValue();
        if (out) {
            return OptionalInt.of(Math.max(proportional, present + 1));
        }
        return Boolean.TRUE.equals(tracking.disableScaleIn())
                ? OptionalInt.empty()
                : OptionalInt.of(Math.min(proportional, present - 1));
    }

    /**
     * What a policy starts from. While a scale-out cools down, what it added counts as a part of what the next one adds, so
     * that only a larger step adds more (step-scaling-policy-overview, target-tracking-scaling-policy-overview).
     */
    private static int base(Policy policy, Target target, int present, Instant now) {
        boolean fresh = now.isBefore(target.lastOut().plus(cooldown(policy, true)));
        return fresh ? Math.min(present, target.beforeOut()) : present;
    }

    /** No capacity goes while an activity of either direction cools down; a scale-out never waits for a scale-in. */
    private static boolean coolingDown(Policy policy, Target target, Instant now) {
        Instant last = target.lastOut().isAfter(target.lastIn()) ? target.lastOut() : target.lastIn();
        return now.isBefore(last.plus(cooldown(policy, false)));
    }

    /** Of several target tracking policies all have to be ready to scale in; step policies are not asked. */
    private boolean agreed(Policy policy) {
        return policy.settings().policyType() != PolicyType.TARGET_TRACKING_SCALING
                || registrations
                        .policies()
                        .filter(other -> other.target().equals(policy.target()))
                        .filter(Policy::tracksBothWays)
                        .allMatch(trackingAlarms::low);
    }

    private static Duration cooldown(Policy policy, boolean out) {
        if (policy.settings().policyType() == PolicyType.STEP_SCALING) {
            Integer seconds = policy.settings().stepScalingPolicyConfiguration().cooldown();
            return seconds == null ? STEP_COOLDOWN : Duration.ofSeconds(seconds);
        }
        TargetTrackingScalingPolicyConfiguration tracking =
                policy.settings().targetTrackingScalingPolicyConfiguration();
        Integer seconds = out ? tracking.scaleOutCooldown() : tracking.scaleInCooldown();
        return seconds == null ? STEP_COOLDOWN : Duration.ofSeconds(seconds);
    }
}
