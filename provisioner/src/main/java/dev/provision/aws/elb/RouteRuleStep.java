package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** The listener rule of a route: forwards the requests of one path pattern to the route's slots, by weight. */
public final class RouteRuleStep extends ElbStep<RouteRuleStep.Live> {
    private static final String PRIORITY = "priority";
    private static final String FORWARD = "forward";
    private static final String WEIGHTS = "weights";
    private static final String PATHS = "path_patterns";
    private static final String CONDITIONS = "other_conditions";
    private static final String ACTIONS = "other_actions";
    private static final String TRANSFORMS = "transforms";
    /** The highest priority that there is. */
    private static final int LAST = 50_000;

    private static final Duration SWAPPING = Duration.ofSeconds(30);
    private final Spec spec;
    private final Ref<ListenerStep.Live> listener;
    private final List<Attached> attached;
    private final Inventory<Tagged<Rule>> rules;

    /**
     * What is wanted.
     *
     * @param priority 1 to 50000, unique within the listener; the lowest matching rule wins
     * @param pathPattern for example {@code /lambda/*}
     * @param steady whether no release moves it, so that each group is to have its share and not what it is found with
     */
    public record Spec(int priority, String pathPattern, boolean steady) {}

    /**
     * A target group that the rule forwards to.
     *
     * @param share percent of the requests when the rule is made, and wherever no release moves it
     * @param kept whether the group is only left as it is, so that the rule does without it where it is gone
     */
    public record Attached(Ref<TargetGroupStep.Live> group, int share, boolean kept) {}

    /** @param attached at least one */
    public RouteRuleStep(
            StepKey key,
            Spec spec,
            Ref<ListenerStep.Live> listener,
            List<Attached> attached,
            Owner owner,
            Api<ElasticLoadBalancingV2Client> elb,
            Inventory<Tagged<Rule>> rules) {
        super(
                key,
                needs(
                        needs(listener),
                        needs(attached.stream().map(Attached::group).toArray(Ref[]::new))),
                owner,
                elb);
        this.spec = spec;
        this.listener = listener;
        this.attached = List.copyOf(attached);
        this.rules = rules;
    }

    /**
     * A rule that exists.
     *
     * @param weights percent by target group
     * @param additions what others have added to it
     */
    public record Live(
            RuleArn arn,
            String priority,
            List<String> pathPatterns,
            Map<String, Integer> weights,
            RuleAdditions additions,
            Map<String, String> tags) {}

    /** With HTTPS the routes are rules of another listener. */
    @Override
    public String identity() {
        return listener.key().toString();
    }

    @Override
    public Optional<Live> find() {
        return rules.first(rule -> rule.resource().equals(key().toString())).map(RouteRuleStep::live);
    }

    private static Live live(Tagged<Rule> found) {
        Rule rule = found.model();
        return new Live(
                new RuleArn(rule.ruleArn()),
                rule.priority(),
                rule.conditions().stream()
                        .flatMap(RouteRuleStep::paths)
                        .sorted()
                        .toList(),
                weights(rule),
                RuleAdditions.of(rule),
                found.tags());
    }

    private static Stream<String> paths(RuleCondition condition) {
        return condition.pathPatternConfig() == null ? Stream.of() : condition.pathPatternConfig().values().stream();
    }

    /** Which percentage of a rule's requests each target group gets; weights count only in proportion to each other. */
    static Map<String, Integer> weights(Rule rule) {
        List<TargetGroupTuple> groups = rule.actions().stream()
                .filter(action -> action.forwardConfig() != null)
                .flatMap(action -> action.forwardConfig().targetGroups().stream())
                .toList();
        int sum = groups.stream().mapToInt(RouteRuleStep::weight).sum();
        Map<String, Integer> shares = new TreeMap<>();
        groups.forEach(
                group -> shares.put(group.targetGroupArn(), sum == 0 ? 0 : Math.round(100f * weight(group) / sum)));
        return shares;
    }

    private static int weight(TargetGroupTuple group) {
        return group.weight() == null ? 1 : group.weight();
    }

    @Override
    protected Changes comparison(Live live) {
        Changes changes = changedTags(live.tags())
                .field(PRIORITY, live.priority(), String.valueOf(spec.priority()))
                .field(PATHS, live.pathPatterns(), List.of(spec.pathPattern()))
                .field(CONDITIONS, live.additions().conditions(), List.of())
                .field(ACTIONS, live.additions().actions(), List.of())
                .field(TRANSFORMS, live.additions().transforms(), List.of())
                .known(FORWARD, live.weights().keySet(), wantedGroups());
        // Of other groups than the wanted ones, the shares say nothing; what is wanted is noted by a first release,
        // too.
        return wantedGroups()
                .map(groups -> spec.steady() && live.weights().keySet().equals(groups) ? live.weights() : begin())
                .map(compared -> changes.field(WEIGHTS, compared, begin()))
                .orElse(changes);
    }

    /** Empty where one is still to be made. */
    private Optional<Set<String>> wantedGroups() {
        boolean unknown = attached.stream()
                .anyMatch(one -> !one.kept() && one.group().live().isEmpty());
        return unknown ? Optional.empty() : Optional.of(begin().keySet());
    }

    /** Percent by target group: as {@code live} has them, nothing for new ones; or as they begin. */
    private Map<String, Integer> shares(Map<String, Integer> live) {
        Map<String, Integer> begin = begin();
        if (spec.steady()) {
            return begin;
        }
        Map<String, Integer> shares = new TreeMap<>();
        begin.keySet().forEach(group -> shares.put(group, live.getOrDefault(group, 0)));
        return shares.values().stream().mapToInt(Integer::intValue).sum() == 0 ? begin : shares;
    }

    private Map<String, Integer> begin() {
        Map<String, Integer> begin = new TreeMap<>();
        attached.forEach(one ->
                one.group().live().ifPresent(group -> begin.put(group.arn().value(), one.share())));
        return begin;
    }

    private Action forward(Map<String, Integer> live) {
        List<TargetGroupTuple> groups = shares(live).entrySet().stream()
                .map(entry -> TargetGroupTuple.builder()
                        .targetGroupArn(entry.getKey())
                        .weight(entry.getValue())
                        .build())
                .toList();
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(
                        ForwardActionConfig.builder().targetGroups(groups).build())
                .build();
    }

    private RuleCondition condition() {
        return RuleCondition.builder()
                .field("path-pattern")
                .pathPatternConfig(p -> p.values(spec.pathPattern()))
                .build();
    }

    /**
     * Routes in another order: two rules cannot have one priority at any moment (PriorityInUse), but one call can give several
     * rules theirs. So the rule that has this one's gets what this one had, and what it wants itself from its own step.
     */
    private void takePriority() {
        var _ = elb().settle(SWAPPING, refused -> refused.is("PriorityInUse"), c -> {
            // One rule at a time looks and moves: a priority that another step has just given would be taken away
            // again.
            synchronized (rules) {
                rules.stale();
                return find().filter(mine -> !mine.priority().equals(wantedPriority()))
                        .map(mine -> c.setRulePriorities(r -> r.rulePriorities(Stream.concat(
                                        Stream.of(pair(mine.arn().value(), spec.priority())),
                                        holder().map(other -> pair(other, Integer.parseInt(mine.priority()))).stream())
                                .toList())))
                        .isPresent();
            }
        });
    }

    /** A rule that has the priority of one that is to be made gets one behind all others, until its own step comes. */
    private void freePriority() {
        if (holder().isEmpty()) {
            return;
        }
        var _ = elb().settle(SWAPPING, refused -> refused.is("PriorityInUse"), c -> {
            synchronized (rules) {
                rules.stale();
                return holder().map(other ->
                                c.setRulePriorities(r -> r.rulePriorities(pair(other, LAST - spec.priority()))))
                        .isPresent();
            }
        });
    }

    /** The other rule that has the priority of this one. */
    private Optional<String> holder() {
        return rules.first(rule -> rule.model().priority().equals(wantedPriority())
                        && !rule.resource().equals(key().toString()))
                .map(rule -> rule.model().ruleArn());
    }

    private String wantedPriority() {
        return String.valueOf(spec.priority());
    }

    private static RulePriorityPair pair(String rule, int priority) {
        return RulePriorityPair.builder().ruleArn(rule).priority(priority).build();
    }

    @Override
    public Live create() {
        freePriority();
        Live made = elb().createOnce(
                        this::look,
                        c -> live(new Tagged<>(
                                c.createRule(r -> r.listenerArn(
                                                        listener.require().arn().value())
                                                .priority(spec.priority())
                                                .conditions(condition())
                                                .actions(forward(Map.of()))
                                                .tags(tagList()))
                                        .rules()
                                        .getFirst(),
                                wantedTags())));
        rules.stale();
        return made;
    }

    private Optional<Live> look() {
        rules.stale();
        return find();
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String arn = live.arn().value();
        if (Changes.touch(changes, PRIORITY)) {
            takePriority();
        }
        if (Stream.of(PATHS, CONDITIONS, ACTIONS, FORWARD, WEIGHTS).anyMatch(field -> Changes.touch(changes, field))) {
            elb().run(c ->
                    c.modifyRule(r -> r.ruleArn(arn).conditions(condition()).actions(forward(live.weights()))));
        }
        if (Changes.touch(changes, TRANSFORMS)) {
            elb().run(c -> c.modifyRule(r -> r.ruleArn(arn).resetTransforms(true)));
        }
        if (Changes.touch(changes, "tags")) {
            putTags(arn);
        }
        return look().orElse(live);
    }

    @Override
    public void delete(Live live) {
        elb().delete(c -> c.deleteRule(r -> r.ruleArn(live.arn().value())));
        rules.stale();
    }

    @Override
    public Set<String> actions() {
        return elbActions("CreateRule", "DeleteRule", "DescribeRules", "ModifyRule", "SetRulePriorities");
    }
}
