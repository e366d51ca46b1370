package dev.provision.localcloud.elb;

import static dev.provision.localcloud.elb.ElbCloud.forward;
import static dev.provision.localcloud.elb.ElbCloud.path;
import static dev.provision.localcloud.elb.LoadBalancersTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** What load balancers refuse of rules, conditions and target groups. */
@Timeout(60)
class RuleLimitsTest extends RulesFixture {
    @Test
    void aLoadBalancerHasAHundredTargetGroupsAtMost() {
        List<TargetGroupTuple> groups = IntStream.rangeClosed(0, 100)
                .mapToObj(i -> TargetGroupTuple.builder()
                        .targetGroupArn(cloud.ipGroup("many-" + i).targetGroupArn())
                        .weight(1)
                        .build())
                .toList();
        for (int i = 0; i < 100; i += 5) {
            rule(i + 1, forwardTo(groups.subList(i, i + 5)), path("/" + i));
        }
        refused(
                "TooManyUniqueTargetGroupsPerLoadBalancer",
                () -> rule(500, forwardTo(groups.subList(100, 101)), path("/one-more")));
        refused("TooManyTargetGroups", () -> rule(501, forwardTo(groups.subList(0, 6)), path("/six")));
        rule(502, forwardTo(groups.subList(0, 5)), path("/again"));
    }

    private static Action forwardTo(List<TargetGroupTuple> groups) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(groups))
                .build();
    }

    @Test
    void conditionsHaveTheLimitsOfAws() {
        refused("ValidationError", () -> rule(1, says("x"), path("/1", "/2", "/3", "/4", "/5", "/6")));
        refused("ValidationError", () -> rule(1, says("x"), path("/*/*/*", "/???")));
        refused("ValidationError", () -> rule(1, says("x"), path("/" + "a".repeat(128))));
        refused("ValidationError", () -> rule(1, says("x"), path("/a b")));
        refused("ValidationError", () -> rule(1, says("x"), path("/a"), path("/b")));
        refused("ValidationError", () -> rule(0, says("x"), path("/a")));
        refused("ValidationError", () -> rule(50_001, says("x"), path("/a")));
        refused("ValidationError", () -> rule(1, says("x")));
        refused(
                "ValidationError",
                () -> rule(
                        1,
                        says("x"),
                        RuleCondition.builder().field("body").values("x").build()));
    }

    @Test
    void aGroupBelongsToOneLoadBalancerAndAListenerToOnePort() {
        TargetGroup group = cloud.ipGroup("group");
        cloud.rule(listener, 1, "/x", group);
        Listener elsewhere = cloud.listener(cloud.loadBalancer("other"), 80);
        refused("TargetGroupAssociationLimit", () -> cloud.rule(elsewhere, 1, "/x", group));
        assertThat(cloud.listener(loadBalancer, 80).listenerArn()).isEqualTo(listener.listenerArn());
        refused("DuplicateListener", () -> cloud.client()
                .createListener(request -> request.loadBalancerArn(loadBalancer.loadBalancerArn())
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(forward(group))));
        cloud.client().deleteListener(request -> request.listenerArn(listener.listenerArn()));
        refused("ListenerNotFound", () -> cloud.client()
                .describeRules(request -> request.listenerArn(listener.listenerArn())));
        cloud.client().deleteTargetGroup(request -> request.targetGroupArn(group.targetGroupArn()));
    }
}
