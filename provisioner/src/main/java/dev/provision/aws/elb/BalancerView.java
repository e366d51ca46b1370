package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** What a load balancer is doing, as it says itself. */
public final class BalancerView {
    private final Api<ElasticLoadBalancingV2Client> elb;

    public BalancerView(AwsConnection connection) {
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
    }

    /**
     * A target group that a load balancer uses.
     *
     * @param functions whether its target is a function
     * @param weight the weight that a rule gives it
     * @param targets without those that are leaving
     */
    public record Group(String name, boolean functions, int weight, List<TargetState> targets) {
        public Group {
            targets = List.copyOf(targets);
        }
    }

    /** Where the load balancer of this name is reached. */
    public Optional<String> dnsName(String name) {
        return find(name).map(LoadBalancer::dnsName);
    }

    /** The target groups that the load balancer of this name uses; none if there is no such load balancer. */
    public List<Group> groups(String name) {
        return find(name).map(this::groups).orElse(List.of());
    }

    private Optional<LoadBalancer> find(String name) {
        return elb.find(c -> c.describeLoadBalancers(r -> r.names(name)).loadBalancers())
                .flatMap(found -> found.stream().findFirst());
    }

    private List<Group> groups(LoadBalancer balancer) {
        String arn = balancer.loadBalancerArn();
        Map<String, Integer> weights = new HashMap<>();
        List<Listener> listeners = elb.find(
                        c -> c.describeListenersPaginator(r -> r.loadBalancerArn(arn)).listeners().stream()
                                .toList())
                .orElse(List.of());
        listeners.forEach(listener -> elb.find(
                        c -> c.describeRulesPaginator(r -> r.listenerArn(listener.listenerArn())).rules().stream()
                                .toList())
                .orElse(List.of())
                .forEach(rule -> weights.putAll(RouteRuleStep.weights(rule))));
        return elb
                .find(c -> c.describeTargetGroupsPaginator(r -> r.loadBalancerArn(arn)).targetGroups().stream()
                        .toList())
                .orElse(List.of())
                .stream()
                .map(group -> group(group, weights.getOrDefault(group.targetGroupArn(), 0)))
                .toList();
    }

    private Group group(TargetGroup group, int weight) {
        List<TargetState> targets = elb
                .find(c -> c.describeTargetHealth(r -> r.targetGroupArn(group.targetGroupArn()))
                        .targetHealthDescriptions())
                .orElse(List.of())
                .stream()
                .map(TargetState::of)
                .filter(target -> target.state() != TargetHealthStateEnum.DRAINING)
                .toList();
        return new Group(group.targetGroupName(), group.targetType() == TargetTypeEnum.LAMBDA, weight, targets);
    }
}
