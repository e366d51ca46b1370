package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.wire.AwsError;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/**
 * What is scaled.
 *
 * @param namespace {@code ecs} or {@code lambda}
 * @param resourceId for example {@code service/cluster/name}, {@code function:name:alias}
 * @param dimension for example {@code ecs:service:DesiredCount}
 */
record TargetId(ServiceNamespace namespace, String resourceId, ScalableDimension dimension) {
    TargetId {
        boolean known =
                switch (dimension == null ? ScalableDimension.UNKNOWN_TO_SDK_VERSION : dimension) {
                    case ECS_SERVICE_DESIRED_COUNT ->
                        namespace == ServiceNamespace.ECS && resourceId.matches("service/[^/]+/[^/]+");
                    case LAMBDA_FUNCTION_PROVISIONED_CONCURRENCY ->
                        namespace == ServiceNamespace.LAMBDA && resourceId.matches("function:[^:]+:[^:]+");
                    default -> false;
                };
        if (!known) {
            throw AwsError.badRequest(
                    "ValidationException",
                    "Unsupported service namespace, resource type or scalable dimension: " + namespace + ", "
                            + resourceId + ", " + dimension);
        }
    }
}
