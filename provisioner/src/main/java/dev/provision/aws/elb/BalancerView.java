package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Tagged;
import dev.provision.aws.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** What a load balancer is doing, as it says itself. */
public final class BalancerView {
    private final Api<ElasticLoadBalancingV2Client> elb;

    public BalancerView(AwsConnection connection) {
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
    }

    /**
     * A load balancer.
     *
     * @param dnsName where it is reached
     * @param groups that it uses
     */
    public record Balancer(String arn, String dnsName, List<Group> groups) {
        public Balancer {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A target group that a load balancer uses.
     *
     * @param functions whether its target is a function
     * @param weight the weight that a rule gives it
     * @param targets without those that are leaving
     */
    public record Group(String name, String arn, boolean functions, int weight, List<TargetState> targets) {
        public Group {
            targets = List.copyOf(targets);
        }
    }

    /** Where the load balancer of this name is reached. */
    public Optional<String> dnsName(String name) {
        return find(name).map(LoadBalancer::dnsName);
    }

    /** The load balancer of this name, with what it uses. */
    public Optional<Balancer> balancer(String name) {
        return find(name)
                .map(found -> new Balancer(found.loadBalancerArn(), found.dnsName(), groups(found.loadBalancerArn())));
    }

    /** The load balancer that was seen, with what it uses; its targets as they are now. */
    public Optional<Balancer> balancer(BalancerLook look) {
        return look.loadBalancer().map(Tagged::model).map(found -> {
            Map<String, Integer> weights = new HashMap<>();
            look.listeners().stream()
                    .flatMap(listener -> look.rules(new ListenerArn(listener.listenerArn())).stream())
                    .forEach(rule -> weights.putAll(RouteRuleStep.weights(rule.model())));
            List<TargetGroup> used = look.targetGroups().stream()
                    .map(Tagged::model)
                    .filter(group -> group.loadBalancerArns().contains(found.loadBalancerArn()))
                    .toList();
            return new Balancer(found.loadBalancerArn(), found.dnsName(), weighted(weights, groups(used)));
        });
    }

    private Optional<LoadBalancer> find(String name) {
        return elb.find(c -> c.describeLoadBalancers(r -> r.names(name)).loadBalancers())
                .flatMap(found -> found.stream().findFirst());
    }

    /** Rules and targets are asked for at the same time: each of them takes two calls, one after the other. */
    private List<Group> groups(String balancer) {
        Together.Two<Map<String, Integer>, List<Group>> both =
                Together.both(() -> weights(balancer), () -> unweighted(balancer));
        return weighted(both.first(), both.second());
    }

    private static List<Group> weighted(Map<String, Integer> weights, List<Group> groups) {
        return groups.stream()
                .map(group -> new Group(
                        group.name(),
                        group.arn(),
                        group.functions(),
                        weights.getOrDefault(group.arn(), 0),
                        group.targets()))
                .toList();
    }

    private Map<String, Integer> weights(String balancer) {
        Map<String, Integer> weights = new HashMap<>();
        List<Listener> listeners = elb.find(
                        c -> c.describeListenersPaginator(r -> r.loadBalancerArn(balancer)).listeners().stream()
                                .toList())
                .orElse(List.of());
        listeners.forEach(listener -> elb.find(
                        c -> c.describeRulesPaginator(r -> r.listenerArn(listener.listenerArn())).rules().stream()
                                .toList())
                .orElse(List.of())
                .forEach(rule -> weights.putAll(RouteRuleStep.weights(rule))));
        return weights;
    }

    private List<Group> unweighted(String balancer) {
        List<TargetGroup> found = elb.find(
                        c -> c.describeTargetGroupsPaginator(r -> r.loadBalancerArn(balancer)).targetGroups().stream()
                                .toList())
                .orElse(List.of());
        return groups(found);
    }

    private List<Group> groups(List<TargetGroup> found) {
        return Together.all(
                found.stream().<Supplier<Group>>map(group -> () -> group(group)).toList());
    }

    private Group group(TargetGroup group) {
        return new Group(
                group.targetGroupName(),
                group.targetGroupArn(),
                group.targetType() == TargetTypeEnum.LAMBDA,
                0,
                TargetState.of(elb, new TargetGroupArn(group.targetGroupArn())));
    }
}
