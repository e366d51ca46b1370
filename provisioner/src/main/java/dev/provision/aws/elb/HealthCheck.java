package dev.provision.aws.elb;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The health check of tasks: answered with 200; two in a row change a target's state. */
final class HealthCheck {
    private static final int THRESHOLD = 2;
    private static final String CODES = "200";

    private HealthCheck() {}

    static Map<String, String> wanted(String path, CheckPace pace) {
        return Map.of(
                "path", path,
                "protocol", ProtocolEnum.HTTP.toString(),
                "interval", String.valueOf(pace.intervalSeconds()),
                "timeout", String.valueOf(pace.timeoutSeconds()),
                "healthy_threshold", String.valueOf(THRESHOLD),
                "unhealthy_threshold", String.valueOf(THRESHOLD),
                "matcher", CODES);
    }

    static Map<String, String> of(TargetGroup group) {
        if (group.targetType() == TargetTypeEnum.LAMBDA) {
            return Map.of();
        }
        Map<String, String> fields = new TreeMap<>();
        fields.put("path", String.valueOf(group.healthCheckPath()));
        fields.put("protocol", String.valueOf(group.healthCheckProtocolAsString()));
        fields.put("interval", String.valueOf(group.healthCheckIntervalSeconds()));
        fields.put("timeout", String.valueOf(group.healthCheckTimeoutSeconds()));
        fields.put("healthy_threshold", String.valueOf(group.healthyThresholdCount()));
        fields.put("unhealthy_threshold", String.valueOf(group.unhealthyThresholdCount()));
        fields.put(
                "matcher",
                group.matcher() == null ? "" : String.valueOf(group.matcher().httpCode()));
        return fields;
    }

    static void put(CreateTargetGroupRequest.Builder request, String path, CheckPace pace) {
        request.healthCheckPath(path)
                .healthCheckProtocol(ProtocolEnum.HTTP)
                .healthCheckIntervalSeconds(pace.intervalSeconds())
                .healthCheckTimeoutSeconds(pace.timeoutSeconds())
                .healthyThresholdCount(THRESHOLD)
                .unhealthyThresholdCount(THRESHOLD)
                .matcher(m -> m.httpCode(CODES));
    }

    static void put(ModifyTargetGroupRequest.Builder request, String path, CheckPace pace) {
        request.healthCheckPath(path)
                .healthCheckProtocol(ProtocolEnum.HTTP)
                .healthCheckIntervalSeconds(pace.intervalSeconds())
                .healthCheckTimeoutSeconds(pace.timeoutSeconds())
                .healthyThresholdCount(THRESHOLD)
                .unhealthyThresholdCount(THRESHOLD)
                .matcher(m -> m.httpCode(CODES));
    }
}
