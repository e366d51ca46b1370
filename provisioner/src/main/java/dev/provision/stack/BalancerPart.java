package dev.provision.stack;

import dev.provision.aws.elb.BalancerSteps;
import dev.provision.aws.elb.ListenerRules;
import dev.provision.aws.elb.ListenerStep;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.network.Placement;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.HashSet;
import java.util.Set;

/** The load balancer and its HTTP listener. */
record BalancerPart(Ref<LoadBalancerStep.Live> loadBalancer, Ref<ListenerStep.Live> listener, ListenerRules rules) {
    static final int HTTP = 80;

    static BalancerPart add(
            StepGraph.Builder graph,
            BalancerSteps steps,
            ResourceNames names,
            NetworkPart network,
            SecurityPart security) {
        Set<StepKey> order = new HashSet<>(network.wayIn());
        order.add(security.balancerRules());
        Ref<LoadBalancerStep.Live> loadBalancer = graph.add(steps.loadBalancer(
                new StepKey("load-balancer", "main"),
                names.loadBalancer(),
                new Placement(network.publicSubnets(), security.balancer()),
                order));
        Ref<ListenerStep.Live> listener =
                graph.add(steps.listener(new StepKey("listener", "http"), HTTP, loadBalancer));
        return new BalancerPart(loadBalancer, listener, steps.rules(listener));
    }
}
