package dev.provision.aws.elb;

import dev.provision.aws.Inventory;
import dev.provision.graph.Ref;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

/** The listeners of one load balancer, described once for all steps. */
public final class Listeners {
    private final Ref<LoadBalancerStep.Live> loadBalancer;
    private final Inventory<Listener> live;

    Listeners(Ref<LoadBalancerStep.Live> loadBalancer, Inventory<Listener> live) {
        this.loadBalancer = loadBalancer;
        this.live = live;
    }

    Ref<LoadBalancerStep.Live> loadBalancer() {
        return loadBalancer;
    }

    Inventory<Listener> live() {
        return live;
    }
}
