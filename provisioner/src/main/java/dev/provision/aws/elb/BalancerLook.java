package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Tagged;
import dev.provision.aws.Together;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * One look at a load balancer and all that hangs on it: whoever asks first asks for everybody. It tells of the moment in which
 * it was taken.
 */
public final class BalancerLook {
    private final Optional<Tagged<LoadBalancer>> loadBalancer;
    private final List<Listener> listeners;
    private final Map<String, List<Tagged<Rule>>> rules;
    private final List<Tagged<TargetGroup>> targetGroups;

    private BalancerLook(
            Optional<Tagged<LoadBalancer>> loadBalancer,
            List<Listener> listeners,
            Map<String, List<Tagged<Rule>>> rules,
            List<Tagged<TargetGroup>> targetGroups) {
        this.loadBalancer = loadBalancer;
        this.listeners = List.copyOf(listeners);
        this.rules = Map.copyOf(rules);
        this.targetGroups = List.copyOf(targetGroups);
    }

    /** A load balancer without the tags of anything. */
    private record Untagged(
            Optional<LoadBalancer> loadBalancer, List<Listener> listeners, Map<String, List<Rule>> rules) {
        Stream<Rule> allRules() {
            return rules.values().stream().flatMap(List::stream);
        }
    }

    /**
     * Looks; the tags of everything come by one call.
     *
     * @param loadBalancer its name
     * @param groups the names of the target groups that matter, whether a load balancer uses them or not
     */
    static BalancerLook at(Api<ElasticLoadBalancingV2Client> elb, String loadBalancer, Set<String> groups) {
        Together.Two<Untagged, List<TargetGroup>> both =
                Together.both(() -> untagged(elb, loadBalancer), () -> groups(elb, groups));
        Untagged found = both.first();
        Map<String, Map<String, String>> tags = BalancerInventories.tags(
                elb,
                Stream.of(
                                found.loadBalancer().stream().map(LoadBalancer::loadBalancerArn),
                                both.second().stream().map(TargetGroup::targetGroupArn),
                                found.allRules().map(Rule::ruleArn))
                        .flatMap(arns -> arns)
                        .toList());
        Map<String, List<Tagged<Rule>>> rules = new HashMap<>();
        found.rules()
                .forEach((listener, all) -> rules.put(listener, BalancerInventories.tagged(tags, Rule::ruleArn, all)));
        return new BalancerLook(
                BalancerInventories.tagged(
                                tags,
                                LoadBalancer::loadBalancerArn,
                                found.loadBalancer().stream().toList())
                        .stream()
                        .findFirst(),
                found.listeners(),
                rules,
                BalancerInventories.tagged(tags, TargetGroup::targetGroupArn, both.second()));
    }

    private static Untagged untagged(Api<ElasticLoadBalancingV2Client> elb, String name) {
        Optional<LoadBalancer> loadBalancer = elb.find(
                        c -> c.describeLoadBalancers(r -> r.names(name)).loadBalancers())
                .flatMap(found -> found.stream().findFirst());
        List<Listener> listeners = loadBalancer
                .map(found -> BalancerInventories.listeners(elb, found.loadBalancerArn()))
                .orElse(List.of());
        Map<String, List<Rule>> rules = new HashMap<>();
        listeners.forEach(listener ->
                rules.put(listener.listenerArn(), BalancerInventories.untaggedRules(elb, listener.listenerArn())));
        return new Untagged(loadBalancer, listeners, rules);
    }

    private static List<TargetGroup> groups(Api<ElasticLoadBalancingV2Client> elb, Set<String> names) {
        Predicate<TargetGroup> matters = group -> names.contains(group.targetGroupName());
        return elb.call(c -> c.describeTargetGroupsPaginator().targetGroups().stream()
                .filter(matters)
                .toList());
    }

    Optional<Tagged<LoadBalancer>> loadBalancer() {
        return loadBalancer;
    }

    List<Listener> listeners() {
        return listeners;
    }

    /** Whether HTTP is redirected to HTTPS, which is served. */
    boolean redirects() {
        return listeners.stream().anyMatch(listener -> listener.port() == 443)
                && listeners.stream()
                        .filter(listener -> listener.port() == 80)
                        .flatMap(listener -> listener.defaultActions().stream())
                        .anyMatch(action -> action.type() == ActionTypeEnum.REDIRECT);
    }

    /** The rules of a listener but its default one; none where the listener was not seen. */
    List<Tagged<Rule>> rules(ListenerArn listener) {
        return rules.getOrDefault(listener.value(), List.of());
    }

    List<Tagged<TargetGroup>> targetGroups() {
        return targetGroups;
    }
}
