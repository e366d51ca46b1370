package dev.provision.aws.elb;

import dev.provision.aws.Inventory;
import dev.provision.aws.Tagged;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** The rules of one listener but its default one, described once for all routes. */
public final class ListenerRules {
    private final Inventory<Tagged<Rule>> live;

    ListenerRules(Inventory<Tagged<Rule>> live) {
        this.live = live;
    }

    Inventory<Tagged<Rule>> live() {
        return live;
    }
}
