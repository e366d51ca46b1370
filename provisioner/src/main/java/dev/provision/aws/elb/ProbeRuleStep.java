package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * The rule through which a release asks its new version before any client does. A release makes it and removes it; this step
 * finds what a killed one has left, and never makes one.
 */
public final class ProbeRuleStep extends ElbStep<RuleArn> {
    private final Inventory<Tagged<Rule>> rules;

    ProbeRuleStep(
            StepKey key,
            Ref<ListenerStep.Live> listener,
            Owner owner,
            Api<ElasticLoadBalancingV2Client> elb,
            Inventory<Tagged<Rule>> rules) {
        super(key, needs(listener), owner, elb);
        this.rules = rules;
    }

    @Override
    public Optional<RuleArn> find() {
        return rules.first(rule -> rule.resource().equals(key().toString()))
                .map(rule -> new RuleArn(rule.model().ruleArn()));
    }

    @Override
    public List<Change> changes(RuleArn live) {
        return List.of();
    }

    @Override
    public RuleArn create() {
        throw new IllegalStateException(key() + " is made by a release only");
    }

    @Override
    public RuleArn converge(RuleArn live, List<Change> changes) {
        return live;
    }

    @Override
    public void delete(RuleArn live) {
        elb().delete(c -> c.deleteRule(r -> r.ruleArn(live.value())));
        rules.stale();
    }

    @Override
    public Set<String> actions() {
        return elbActions("DeleteRule", "DescribeRules");
    }
}
