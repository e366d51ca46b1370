package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.StepKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Moves requests between the slots of a route. Every call may be repeated. */
public final class RouteControl {
    private final Api<ElasticLoadBalancingV2Client> elb;

    public RouteControl(AwsConnection connection) {
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
    }

    /**
     * A rule that sends the requests of one path that carry a token to one target group, whatever the route's weights are.
     *
     * @param key of the step that knows the rule
     * @param header the name of the header
     * @param token its value
     */
    public record Probe(
            StepKey key,
            ListenerArn listener,
            int priority,
            String path,
            String header,
            String token,
            TargetGroupArn group) {}

    /** @param weights percent by target group */
    public void weigh(RuleArn rule, Map<TargetGroupArn, Integer> weights) {
        Action forward = forward(weights);
        elb.run(c -> c.modifyRule(r -> r.ruleArn(rule.value()).actions(forward)));
    }

    /** Percent of each rule's requests by target group; a rule that is gone is left out. */
    public Map<RuleArn, Map<TargetGroupArn, Integer>> weights(List<RuleArn> rules) {
        Map<RuleArn, Map<TargetGroupArn, Integer>> weights = new HashMap<>();
        List<String> arns = rules.stream().map(RuleArn::value).toList();
        elb.find(c -> c.describeRules(r -> r.ruleArns(arns)).rules())
                .orElse(List.of())
                .forEach(rule -> {
                    Map<TargetGroupArn, Integer> shares = new HashMap<>();
                    RouteRuleStep.weights(rule).forEach((group, share) -> shares.put(new TargetGroupArn(group), share));
                    weights.put(new RuleArn(rule.ruleArn()), shares);
                });
        return weights;
    }

    private static Action forward(Map<TargetGroupArn, Integer> weights) {
        List<TargetGroupTuple> groups = weights.entrySet().stream()
                .map(weight -> TargetGroupTuple.builder()
                        .targetGroupArn(weight.getKey().value())
                        .weight(weight.getValue())
                        .build())
                .toList();
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(groups))
                .build();
    }

    /**
     * Makes the rule of a probe; an earlier one with its priority must have been removed.
     *
     * @param tags of the rule
     */
    public void open(Probe probe, Map<String, String> tags) {
        elb.ensure(
                "PriorityInUse",
                c -> c.createRule(r -> r.listenerArn(probe.listener().value())
                        .priority(probe.priority())
                        .conditions(
                                RuleCondition.builder()
                                        .field("path-pattern")
                                        .pathPatternConfig(p -> p.values(probe.path()))
                                        .build(),
                                RuleCondition.builder()
                                        .field("http-header")
                                        .httpHeaderConfig(h ->
                                                h.httpHeaderName(probe.header()).values(probe.token()))
                                        .build())
                        .actions(forward(Map.of(probe.group(), 1)))
                        .tags(BalancerInventories.list(tags))));
    }

    /** Removes a rule; it is no error if there is none. */
    public void remove(RuleArn rule) {
        elb.delete(c -> c.deleteRule(r -> r.ruleArn(rule.value())));
    }

    public void tag(TargetGroupArn group, Map<String, String> tags) {
        elb.run(c -> c.addTags(r -> r.resourceArns(group.value()).tags(BalancerInventories.list(tags))));
    }

    /** How often the targets are checked; targets of functions are not. */
    public void check(TargetGroupArn group, CheckPace pace) {
        elb.run(c -> c.modifyTargetGroup(r -> r.targetGroupArn(group.value())
                .healthCheckIntervalSeconds(pace.intervalSeconds())
                .healthCheckTimeoutSeconds(pace.timeoutSeconds())));
    }

    /** What the load balancer thinks of the targets of a group, without those that are leaving. */
    public List<TargetState> targets(TargetGroupArn group) {
        return TargetState.of(elb, group);
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of(
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:CreateRule",
                "elasticloadbalancing:DeleteRule",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetHealth",
                "elasticloadbalancing:ModifyRule",
                "elasticloadbalancing:ModifyTargetGroup");
    }
}
