package dev.provision.aws.elb;

import dev.provision.aws.Api;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What the load balancer thinks of a target.
 *
 * @param target its address, or the ARN of a function
 * @param reason why it does not serve, in AWS's words; may be an empty text
 */
public record TargetState(String target, TargetHealthStateEnum state, String reasonCode, String reason) {
    private static TargetState of(TargetHealthDescription description) {
        TargetHealth health = description.targetHealth();
        return new TargetState(
                description.target().id(),
                health.state(),
                health.reasonAsString() == null ? "" : health.reasonAsString(),
                health.description() == null ? "" : health.description());
    }

    /** The targets of a group, without those that are leaving. */
    public static List<TargetState> of(Api<ElasticLoadBalancingV2Client> elb, TargetGroupArn group) {
        return elb
                .find(c -> c.describeTargetHealth(r -> r.targetGroupArn(group.value()))
                        .targetHealthDescriptions())
                .orElse(List.of())
                .stream()
                .map(TargetState::of)
                .filter(target -> target.state() != TargetHealthStateEnum.DRAINING)
                .toList();
    }

    /** Whether the load balancer has found it wanting. */
    public boolean unhealthy() {
        return state == TargetHealthStateEnum.UNHEALTHY;
    }

    /** Whether it gets requests: it is healthy, or a function, which is not checked. */
    public boolean serves() {
        return state == TargetHealthStateEnum.HEALTHY
                || (state == TargetHealthStateEnum.UNAVAILABLE
                        && reasonCode.equals(TargetHealthReasonEnum.TARGET_HEALTH_CHECK_DISABLED.toString()));
    }

    @Override
    public String toString() {
        return target + " is " + state + (reasonCode.isEmpty() ? "" : ": " + reasonCode)
                + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
