package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The rules and the target groups of a load balancer, with their tags: which version of which route gets what share. */
public final class RouteView {
    private final Api<ElasticLoadBalancingV2Client> elb;

    public RouteView(AwsConnection connection) {
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
    }

    /** A load balancer as it is. */
    public record Balancer(LoadBalancerArn arn, String dnsName) {}

    /**
     * What there is of routes.
     *
     * @param balancer empty where there is none; target groups outlive it
     */
    public record Seen(Optional<Balancer> balancer, List<Route> routes, List<Group> groups) {
        public Seen {
            routes = List.copyOf(routes);
            groups = List.copyOf(groups);
        }
    }

    /**
     * A rule.
     *
     * @param resource the key of the step that made it; an empty text where it is not one of ours
     * @param weights percent of the rule's requests, by the ARN of the target group
     */
    public record Route(RuleArn arn, ListenerArn listener, String resource, Map<String, Integer> weights) {}

    /** @param functions whether its target is a function */
    public record Group(TargetGroupArn arn, String name, boolean functions, Map<String, String> tags) {}

    /**
     * Looks.
     *
     * @param loadBalancer its name
     * @param groupNames the names of the target groups that matter
     */
    public BalancerLook look(String loadBalancer, Set<String> groupNames) {
        return BalancerLook.at(elb, loadBalancer, groupNames);
    }

    /** What was seen. */
    public static Seen of(BalancerLook look) {
        return new Seen(
                look.loadBalancer()
                        .map(balancer -> new Balancer(
                                new LoadBalancerArn(balancer.model().loadBalancerArn()),
                                balancer.model().dnsName())),
                look.listeners().stream()
                        .map(listener -> new ListenerArn(listener.listenerArn()))
                        .flatMap(listener -> look.rules(listener).stream().map(rule -> route(listener, rule)))
                        .toList(),
                look.targetGroups().stream().map(RouteView::group).toList());
    }

    private static Route route(ListenerArn listener, Tagged<Rule> rule) {
        return new Route(
                new RuleArn(rule.model().ruleArn()),
                listener,
                rule.tags().getOrDefault(Owner.RESOURCE_TAG, ""),
                RouteRuleStep.weights(rule.model()));
    }

    private static Group group(Tagged<TargetGroup> group) {
        return new Group(
                new TargetGroupArn(group.model().targetGroupArn()),
                group.model().targetGroupName(),
                group.model().targetType() == TargetTypeEnum.LAMBDA,
                group.tags());
    }
}
