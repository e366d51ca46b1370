package dev.provision.aws.scaling;

import dev.provision.aws.Inventory;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;

/** The scaling policies of one service, described once for all of them. */
public final class ServicePolicies {
    private final Inventory<ScalingPolicy> live;

    ServicePolicies(Inventory<ScalingPolicy> live) {
        this.live = live;
    }

    Inventory<ScalingPolicy> live() {
        return live;
    }
}
