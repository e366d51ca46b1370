package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.network.Placement;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Makes the steps of this package for one environment; those of a kind share an inventory. */
public final class BalancerSteps {
    private final Owner owner;
    private final Api<ElasticLoadBalancingV2Client> elb;
    private final Optional<BalancerLook> look;
    private final BalancerInventories live;

    /**
     * @param names the names that load balancers and target groups of the environment have
     * @param look what was seen of them already, and need not be asked for again
     */
    public BalancerSteps(AwsConnection connection, Owner owner, Set<String> names, Optional<BalancerLook> look) {
        this.owner = owner;
        this.elb = connection.api("elasticloadbalancing", ElasticLoadBalancingV2Client::builder);
        this.live = BalancerInventories.of(elb, owner, names, look);
        this.look = look;
    }

    public LoadBalancerStep loadBalancer(
            StepKey key, LoadBalancerStep.Spec spec, Placement placement, Set<StepKey> order) {
        return new LoadBalancerStep(key, spec, placement, order, owner, elb, live.loadBalancers());
    }

    public TargetGroupStep targetGroup(StepKey key, String name, TargetKind kind) {
        return new TargetGroupStep(key, name, kind, owner, elb, live.targetGroups());
    }

    /** The listeners of one load balancer, for {@link #listener}. */
    public Listeners listeners(Ref<LoadBalancerStep.Live> loadBalancer) {
        return new Listeners(loadBalancer, ListenerStep.inventory(elb, loadBalancer, look));
    }

    /** @param order what must be there before it changes, without being part of it */
    public ListenerStep listener(StepKey key, ListenerKind kind, Listeners listeners, Set<StepKey> order) {
        return new ListenerStep(key, kind, listeners.loadBalancer(), order, owner, elb, listeners.live());
    }

    /** Whether HTTP was seen to be redirected to HTTPS. */
    public boolean redirects() {
        return look.filter(BalancerLook::redirects).isPresent();
    }

    /** The rules of one listener, for {@link #routeRule}. */
    public ListenerRules rules(Ref<ListenerStep.Live> listener) {
        return new ListenerRules(BalancerInventories.rules(elb, listener, look));
    }

    public RouteRuleStep routeRule(
            StepKey key,
            RouteRuleStep.Spec spec,
            Ref<ListenerStep.Live> listener,
            List<RouteRuleStep.Attached> attached,
            ListenerRules rules) {
        return new RouteRuleStep(key, spec, listener, attached, owner, elb, rules.live());
    }

    public ProbeRuleStep probeRule(StepKey key, Ref<ListenerStep.Live> listener, ListenerRules rules) {
        return new ProbeRuleStep(key, listener, owner, elb, rules.live());
    }

    public TargetHealthStep targetHealth(StepKey key, Ref<TargetGroupStep.Live> targetGroup, Set<StepKey> order) {
        return new TargetHealthStep(key, targetGroup, order, elb);
    }
}
