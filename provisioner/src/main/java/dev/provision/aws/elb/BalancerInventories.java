package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.Ref;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What an environment has in Elastic Load Balancing, one describe per kind. */
public record BalancerInventories(
        Inventory<Tagged<LoadBalancer>> loadBalancers, Inventory<Tagged<TargetGroup>> targetGroups) {
    private static final int ARNS_PER_CALL = 20;

    /**
     * @param names the names that load balancers and target groups of the environment have
     * @param look what was seen of them already
     */
    public static BalancerInventories of(
            Api<ElasticLoadBalancingV2Client> elb, Owner owner, Set<String> names, Optional<BalancerLook> look) {
        Supplier<List<Tagged<LoadBalancer>>> loadBalancers = () -> tagged(
                elb,
                LoadBalancer::loadBalancerArn,
                elb.call(c -> c.describeLoadBalancersPaginator().loadBalancers().stream()
                        .filter(balancer -> names.contains(balancer.loadBalancerName()))
                        .toList()));
        Supplier<List<Tagged<TargetGroup>>> targetGroups = () -> tagged(
                elb,
                TargetGroup::targetGroupArn,
                elb.call(c -> c.describeTargetGroupsPaginator().targetGroups().stream()
                        .filter(group -> names.contains(group.targetGroupName()))
                        .toList()));
        return new BalancerInventories(
                inventory(
                        owner,
                        LoadBalancer::loadBalancerName,
                        look.map(seen -> () -> seen.loadBalancer().stream().toList()),
                        loadBalancers),
                inventory(owner, TargetGroup::targetGroupName, look.map(seen -> seen::targetGroups), targetGroups));
    }

    private static <M> Inventory<Tagged<M>> inventory(
            Owner owner,
            Function<M, String> name,
            Optional<Supplier<List<Tagged<M>>>> seen,
            Supplier<List<Tagged<M>>> describe) {
        Supplier<List<Tagged<M>>> first = seen.orElse(describe);
        return new Inventory<>(() -> owned(owner, name, first.get()), () -> owned(owner, name, describe.get()));
    }

    /** The rules of one listener but its default one. */
    static Inventory<Tagged<Rule>> rules(
            Api<ElasticLoadBalancingV2Client> elb, Ref<ListenerStep.Live> listener, Optional<BalancerLook> look) {
        Function<ListenerArn, List<Tagged<Rule>>> describe =
                arn -> tagged(elb, Rule::ruleArn, untaggedRules(elb, arn.value()));
        Function<ListenerArn, List<Tagged<Rule>>> first = look.<Function<ListenerArn, List<Tagged<Rule>>>>map(
                        seen -> seen::rules)
                .orElse(describe);
        return new Inventory<>(() -> ofListener(listener, first), () -> ofListener(listener, describe));
    }

    private static List<Tagged<Rule>> ofListener(
            Ref<ListenerStep.Live> listener, Function<ListenerArn, List<Tagged<Rule>>> rules) {
        return listener.live().map(ListenerStep.Live::arn).map(rules).orElse(List.of());
    }

    static List<Listener> listeners(Api<ElasticLoadBalancingV2Client> elb, String loadBalancer) {
        return elb.find(c -> c.describeListenersPaginator(r -> r.loadBalancerArn(loadBalancer)).listeners().stream()
                        .toList())
                .orElse(List.of());
    }

    static List<Rule> untaggedRules(Api<ElasticLoadBalancingV2Client> elb, String listener) {
        return elb.find(c -> c.describeRulesPaginator(r -> r.listenerArn(listener)).rules().stream()
                        .filter(rule -> !rule.isDefault())
                        .toList())
                .orElse(List.of());
    }

    private static <M> List<Tagged<M>> owned(Owner owner, Function<M, String> name, List<Tagged<M>> all) {
        all.stream().filter(one -> !owner.owns(one.tags())).findFirst().ifPresent(foreign -> {
            throw new NameTaken(
                    name.apply(foreign.model()) + " exists in Elastic Load Balancing and does not belong to "
                            + owner.prefix(),
                    "delete it, or choose another name for the environment",
                    null);
        });
        return all;
    }

    private static <M> List<Tagged<M>> tagged(
            Api<ElasticLoadBalancingV2Client> elb, Function<M, String> arn, List<M> models) {
        return tagged(tags(elb, models.stream().map(arn).toList()), arn, models);
    }

    /** What was deleted between the look for it and the look for its tags is left out. */
    static <M> List<Tagged<M>> tagged(Map<String, Map<String, String>> tags, Function<M, String> arn, List<M> models) {
        return models.stream()
                .filter(model -> tags.containsKey(arn.apply(model)))
                .map(model -> new Tagged<>(model, tags.get(arn.apply(model))))
                .toList();
    }

    /** The tags by ARN; what is gone is not among them. */
    static Map<String, Map<String, String>> tags(Api<ElasticLoadBalancingV2Client> elb, List<String> arns) {
        Map<String, Map<String, String>> tags = new HashMap<>();
        for (int from = 0; from < arns.size(); from += ARNS_PER_CALL) {
            tags.putAll(tagsOf(elb, arns.subList(from, Math.min(arns.size(), from + ARNS_PER_CALL))));
        }
        return tags;
    }

    /** DescribeTags refuses all where one is gone; then each is asked for by itself. */
    private static Map<String, Map<String, String>> tagsOf(Api<ElasticLoadBalancingV2Client> elb, List<String> arns) {
        Map<String, Map<String, String>> tags = new HashMap<>();
        Optional<List<TagDescription>> found =
                elb.find(c -> c.describeTags(r -> r.resourceArns(arns)).tagDescriptions());
        if (found.isPresent()) {
            found.get().forEach(description -> tags.put(description.resourceArn(), map(description)));
        } else if (arns.size() > 1) {
            arns.forEach(one -> tags.putAll(tagsOf(elb, List.of(one))));
        }
        return tags;
    }

    private static Map<String, String> map(TagDescription description) {
        Map<String, String> map = new TreeMap<>();
        description.tags().forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
