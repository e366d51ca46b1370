package dev.provision.localcloud.elb;

import dev.provision.localcloud.wire.AwsError;

/** The refusals of Elastic Load Balancing that more than one operation has. */
final class Errors {
    private Errors() {}

    static AwsError validation(String message) {
        return AwsError.badRequest("ValidationError", message);
    }

    static AwsError configuration(String message) {
        return AwsError.badRequest("InvalidConfigurationRequest", message);
    }

    static AwsError noLoadBalancer(String arnOrName) {
        return AwsError.badRequest("LoadBalancerNotFound", "Load balancer '" + arnOrName + "' not found");
    }

    static AwsError noTargetGroup(String arn) {
        return AwsError.badRequest("TargetGroupNotFound", "Target group '" + arn + "' not found");
    }

    static AwsError noListener() {
        return AwsError.badRequest("ListenerNotFound", "One or more listeners not found");
    }

    static AwsError noRule() {
        return AwsError.badRequest("RuleNotFound", "One or more rules not found");
    }

    static AwsError inUse(String message) {
        return AwsError.badRequest("ResourceInUse", message);
    }
}
