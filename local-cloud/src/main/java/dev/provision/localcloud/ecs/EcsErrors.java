package dev.provision.localcloud.ecs;

import dev.provision.localcloud.wire.AwsError;

/** ECS's refusals, in its words. */
final class EcsErrors {
    private EcsErrors() {}

    static AwsError invalidParameter(String message) {
        return AwsError.badRequest("InvalidParameterException", message);
    }

    static AwsError client(String message) {
        return AwsError.badRequest("ClientException", message);
    }

    static AwsError clusterNotFound() {
        return AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
    }

    static AwsError serviceNotFound() {
        return AwsError.badRequest("ServiceNotFoundException", "Service not found.");
    }

    static AwsError serviceNotActive() {
        return AwsError.badRequest("ServiceNotActiveException", "Service was not ACTIVE.");
    }
}
