package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.HealthCheck.Outcome;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What a load balancer thinks of a target.
 *
 * @param state as AWS names it
 * @param reason why, if it is not healthy
 * @param description the same in words; empty if it is healthy
 * @param streak how many checks in a row ended other than the state says
 */
record Health(TargetHealthStateEnum state, Optional<TargetHealthReasonEnum> reason, String description, int streak) {
    static final Health UNUSED = of(
            TargetHealthStateEnum.UNUSED,
            TargetHealthReasonEnum.TARGET_NOT_IN_USE,
            "Target group is not configured to receive traffic from the load balancer");
    static final Health REGISTERING = of(
            TargetHealthStateEnum.INITIAL,
            TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS,
            "Target registration is in progress");
    static final Health CHECKING = of(
            TargetHealthStateEnum.INITIAL,
            TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING,
            "Initial health checks in progress");
    static final Health DRAINING = of(
            TargetHealthStateEnum.DRAINING,
            TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS,
            "Target deregistration is in progress");
    static final Health NOT_REGISTERED = of(
            TargetHealthStateEnum.UNUSED,
            TargetHealthReasonEnum.TARGET_NOT_REGISTERED,
            "Target is not registered to the target group");
    static final Health UNAVAILABLE = of(
            TargetHealthStateEnum.UNAVAILABLE,
            TargetHealthReasonEnum.TARGET_HEALTH_CHECK_DISABLED,
            "Health checks are not enabled for this target");
    static final Health HEALTHY = new Health(TargetHealthStateEnum.HEALTHY, Optional.empty(), "", 0);

    private static Health of(TargetHealthStateEnum state, TargetHealthReasonEnum reason, String description) {
        return new Health(state, Optional.of(reason), description, 0);
    }

    boolean healthy() {
        return state == TargetHealthStateEnum.HEALTHY;
    }

    boolean initial() {
        return state == TargetHealthStateEnum.INITIAL;
    }

    boolean draining() {
        return state == TargetHealthStateEnum.DRAINING;
    }

    boolean unused() {
        return state == TargetHealthStateEnum.UNUSED;
    }

    /**
     * The health after a check. A new target needs one pass only; the threshold is for recovery ("Health checks for your
     * target groups").
     */
    Health after(Outcome outcome, int healthyThreshold, int unhealthyThreshold) {
        boolean passed = outcome instanceof Outcome.Passed;
        return switch (state) {
            case INITIAL -> passed ? HEALTHY : failing(CHECKING, outcome, unhealthyThreshold);
            case HEALTHY -> passed ? HEALTHY : failing(this, outcome, unhealthyThreshold);
            case UNHEALTHY -> {
                if (!passed) {
                    yield unhealthy(outcome);
                }
                yield streak + 1 >= healthyThreshold ? HEALTHY : new Health(state, reason, description, streak + 1);
            }
            default -> this;
        };
    }

    private Health failing(Health meanwhile, Outcome outcome, int threshold) {
        return streak + 1 >= threshold
                ? unhealthy(outcome)
                : new Health(meanwhile.state, meanwhile.reason, meanwhile.description, streak + 1);
    }

    private static Health unhealthy(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Mismatch(int status) ->
                of(
                        TargetHealthStateEnum.UNHEALTHY,
                        TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH,
                        "Health checks failed with these codes: [" + status + "]");
            case Outcome.TimedOut() ->
                of(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_TIMEOUT, "Request timed out");
            default ->
                of(
                        TargetHealthStateEnum.UNHEALTHY,
                        TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS,
                        "Health checks failed");
        };
    }

    TargetHealth shape() {
        TargetHealth.Builder shape = TargetHealth.builder().state(state);
        reason.ifPresent(why -> shape.reason(why).description(description));
        return shape.build();
    }
}
