package dev.provision.localcloud.elb;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * Which target of a group.
 *
 * @param id an address, or a function's ARN
 * @param port 0 for a function
 */
record TargetKey(String id, int port) {
    TargetDescription description(String availabilityZone) {
        TargetDescription.Builder description = TargetDescription.builder().id(id);
        if (port > 0) {
            description.port(port);
        }
        return description.availabilityZone(availabilityZone).build();
    }
}
