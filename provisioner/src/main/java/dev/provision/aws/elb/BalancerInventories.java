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
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What an environment has in Elastic Load Balancing, one describe per kind. */
public record BalancerInventories(
        Inventory<Tagged<LoadBalancer>> loadBalancers, Inventory<Tagged<TargetGroup>> targetGroups) {
    private static final int ARNS_PER_CALL = 20;

    /** @param names the names that load balancers and target groups of the environment have */
    public static BalancerInventories of(Api<ElasticLoadBalancingV2Client> elb, Owner owner, Set<String> names) {
        return new BalancerInventories(
                new Inventory<>(() -> owned(
                        owner,
                        LoadBalancer::loadBalancerName,
                        tagged(
                                elb,
                                LoadBalancer::loadBalancerArn,
                                elb.call(c -> c.describeLoadBalancersPaginator().loadBalancers().stream()
                                        .filter(balancer -> names.contains(balancer.loadBalancerName()))
                                        .toList())))),
                new Inventory<>(() -> owned(
                        owner,
                        TargetGroup::targetGroupName,
                        tagged(
                                elb,
                                TargetGroup::targetGroupArn,
                                elb.call(c -> c.describeTargetGroupsPaginator().targetGroups().stream()
                                        .filter(group -> names.contains(group.targetGroupName()))
                                        .toList())))));
    }

    /** The rules of one listener but its default one. */
    public static Inventory<Tagged<Rule>> rules(
            Api<ElasticLoadBalancingV2Client> elb, Ref<ListenerStep.Live> listener) {
        return new Inventory<>(
                () -> listener.live().map(live -> rulesOf(elb, live.arn())).orElse(List.of()));
    }

    static List<Tagged<Rule>> rulesOf(Api<ElasticLoadBalancingV2Client> elb, ListenerArn listener) {
        return tagged(
                elb,
                Rule::ruleArn,
                elb.find(c -> c.describeRulesPaginator(r -> r.listenerArn(listener.value())).rules().stream()
                                .filter(rule -> !rule.isDefault())
                                .toList())
                        .orElse(List.of()));
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

    /** What was deleted between the look for it and the look for its tags is left out. */
    static <M> List<Tagged<M>> tagged(Api<ElasticLoadBalancingV2Client> elb, Function<M, String> arn, List<M> models) {
        Map<String, Map<String, String>> tags = new HashMap<>();
        for (int from = 0; from < models.size(); from += ARNS_PER_CALL) {
            List<String> arns = models.subList(from, Math.min(models.size(), from + ARNS_PER_CALL)).stream()
                    .map(arn)
                    .toList();
            tags.putAll(tagsOf(elb, arns));
        }
        return models.stream()
                .filter(model -> tags.containsKey(arn.apply(model)))
                .map(model -> new Tagged<>(model, tags.get(arn.apply(model))))
                .toList();
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
