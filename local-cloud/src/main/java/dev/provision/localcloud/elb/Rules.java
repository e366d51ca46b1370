package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Listening;
import dev.provision.localcloud.elb.ElbState.Ruling;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/** The rules of listeners: made, described, changed, put in another order, deleted. */
public final class Rules implements ElbApi {
    private static final int LARGEST_PRIORITY = 50_000;
    private static final int MOST_GROUPS = 100;

    private final ElbState state;
    private final Tags tags;
    private final Actions actions;
    private final Publication publication;

    Rules(ElbState state, Tags tags, Actions actions, Publication publication) {
        this.state = state;
        this.tags = tags;
        this.actions = actions;
        this.publication = publication;
    }

    /** The ARN of a listener's default rule. */
    static String defaultArn(String listenerArn) {
        int slash = listenerArn.lastIndexOf('/');
        String id =
                new StringBuilder(listenerArn.substring(slash + 1)).reverse().toString();
        return listenerArn.replace(":listener/", ":listener-rule/") + "/" + id;
    }

    public CreateRuleResponse createRule(CreateRuleRequest request) {
        Listening listening = state.listener(request.listenerArn());
        Tags.check(request.tags());
        if (request.priority() == null) {
            throw Errors.validation("A priority must be specified");
        }
        range(request.priority());
        if (prioritiesOf(request.listenerArn()).containsValue(request.priority())) {
            throw AwsError.badRequest("PriorityInUse", "Priority '" + request.priority() + "' is currently in use");
        }
        // Of all listeners together; default rules do not count ("Quotas for your Application Load Balancers").
        int rules = state.listenersOf(listening.shape().loadBalancerArn()).stream()
                .mapToInt(one -> state.rulesOf(one.shape().listenerArn()).size())
                .sum();
        state.checkRoom(
                rules,
                Quota.RULES_PER_LOAD_BALANCER,
                "TooManyRules",
                "A load balancer cannot have more than '%s' rules");
        Balancing balancing = state.balancer(listening.shape().loadBalancerArn());
        Rule rule = Rule.builder()
                .ruleArn(request.listenerArn().replace(":listener/", ":listener-rule/") + "/" + Ids.hex(16))
                .priority(Integer.toString(request.priority()))
                .conditions(Conditions.complete(request.conditions()))
                .actions(actions.complete(
                        request.actions(), balancing, listening.shape().protocol()))
                .transforms(Transforms.check(request.transforms()))
                .isDefault(false)
                .build();
        state.rules.put(rule.ruleArn(), new Ruling(request.listenerArn(), rule));
        groupLimit(balancing, rule.ruleArn());
        tags.put(rule.ruleArn(), request.tags());
        publication.publish();
        return CreateRuleResponse.builder().rules(rule).build();
    }

    private void groupLimit(Balancing balancing, String ruleArn) {
        Set<String> groups = state.listenersOf(balancing.shape().loadBalancerArn()).stream()
                .flatMap(listening -> state.groupsOf(listening.shape().listenerArn()).stream())
                .collect(Collectors.toSet());
        if (groups.size() > MOST_GROUPS) {
            state.rules.remove(ruleArn);
            throw AwsError.badRequest(
                    "TooManyUniqueTargetGroupsPerLoadBalancer",
                    "A load balancer cannot have more than '100' unique target groups");
        }
    }

    private static void range(int priority) {
        if (priority < 1 || priority > LARGEST_PRIORITY) {
            throw Errors.validation("Priority '" + priority + "' must be in the range 1-50000");
        }
    }

    private Map<String, Integer> prioritiesOf(String listenerArn) {
        Map<String, Integer> priorities = new LinkedHashMap<>();
        state.rulesOf(listenerArn).forEach(rule -> priorities.put(rule.shape().ruleArn(), rule.priority()));
        return priorities;
    }

    public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
        if ((request.listenerArn() == null) == request.ruleArns().isEmpty()) {
            throw Errors.validation("You must specify either a listener ARN or rule ARNs");
        }
        List<Rule> rules = request.listenerArn() == null
                ? request.ruleArns().stream().map(this::find).toList()
                : all(state.listener(request.listenerArn()));
        Page<Rule> page = Page.of(rules, request.marker(), request.pageSize());
        return DescribeRulesResponse.builder()
                .rules(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    private List<Rule> all(Listening listening) {
        List<Rule> all = new ArrayList<>();
        state.rulesOf(listening.shape().listenerArn()).forEach(rule -> all.add(rule.shape()));
        all.add(standard(listening));
        return all;
    }

    private static Rule standard(Listening listening) {
        return Rule.builder()
                .ruleArn(defaultArn(listening.shape().listenerArn()))
                .priority("default")
                .conditions(List.of())
                .actions(listening.shape().defaultActions())
                .isDefault(true)
                .build();
    }

    private Rule find(String arn) {
        return defaultOf(arn).map(Rules::standard).orElseGet(() -> state.rule(arn)
                .shape());
    }

    private Optional<Listening> defaultOf(String ruleArn) {
        return state.listeners.values().stream()
                .filter(listening -> defaultArn(listening.shape().listenerArn()).equals(ruleArn))
                .findFirst();
    }

    public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
        if (defaultOf(request.ruleArn()).isPresent()) {
            throw notPermitted("modified");
        }
        Ruling before = state.rule(request.ruleArn());
        boolean reset = Boolean.TRUE.equals(request.resetTransforms());
        if (reset && request.hasTransforms()) {
            throw Errors.validation("Transforms and ResetTransforms cannot be specified together");
        }
        if (request.conditions().isEmpty()
                && request.actions().isEmpty()
                && request.transforms().isEmpty()
                && !reset) {
            throw Errors.validation("Either conditions, actions or transforms must be specified");
        }
        Listening listening = state.listener(before.listenerArn());
        Rule.Builder changed = before.shape().toBuilder();
        if (!request.conditions().isEmpty()) {
            changed.conditions(Conditions.complete(request.conditions()));
        }
        if (!request.actions().isEmpty()) {
            changed.actions(actions.complete(
                    request.actions(),
                    state.balancer(listening.shape().loadBalancerArn()),
                    listening.shape().protocol()));
        }
        if (reset || !request.transforms().isEmpty()) {
            changed.transforms(Transforms.check(request.transforms()));
        }
        Rule rule = changed.build();
        state.rules.put(request.ruleArn(), new Ruling(before.listenerArn(), rule));
        publication.publish();
        return ModifyRuleResponse.builder().rules(rule).build();
    }

    private static AwsError notPermitted(String what) {
        return AwsError.badRequest("OperationNotPermitted", "Default rule cannot be " + what);
    }

    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        if (defaultOf(request.ruleArn()).isPresent()) {
            throw notPermitted("deleted");
        }
        state.rule(request.ruleArn());
        state.removeRule(request.ruleArn());
        publication.publish();
        return DeleteRuleResponse.builder().build();
    }

    public SetRulePrioritiesResponse setRulePriorities(SetRulePrioritiesRequest request) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (RulePriorityPair pair : request.rulePriorities()) {
            if (defaultOf(pair.ruleArn()).isPresent()) {
                throw notPermitted("given a priority");
            }
            state.rule(pair.ruleArn());
            range(pair.priority());
            if (wanted.put(pair.ruleArn(), pair.priority()) != null) {
                throw Errors.validation("Rule '" + pair.ruleArn() + "' was provided multiple times");
            }
        }
        if (new HashSet<>(wanted.values()).size() != wanted.size()) {
            throw Errors.validation("A priority was provided multiple times");
        }
        wanted.keySet().stream()
                .map(arn -> state.rule(arn).listenerArn())
                .distinct()
                .forEach(listener -> free(listener, wanted));
        List<Rule> changed = new ArrayList<>();
        wanted.forEach((arn, priority) -> {
            Ruling before = state.rule(arn);
            Rule rule = before.shape().toBuilder()
                    .priority(Integer.toString(priority))
                    .build();
            state.rules.put(arn, new Ruling(before.listenerArn(), rule));
            changed.add(rule);
        });
        publication.publish();
        return SetRulePrioritiesResponse.builder().rules(changed).build();
    }

    private void free(String listenerArn, Map<String, Integer> wanted) {
        prioritiesOf(listenerArn).forEach((arn, priority) -> {
            if (!wanted.containsKey(arn) && wanted.containsValue(priority)) {
                throw AwsError.badRequest("PriorityInUse", "Priority '" + priority + "' is currently in use");
            }
        });
    }
}
