package dev.provision.localcloud.elb;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The health check settings of target groups: defaults and limits ("CreateTargetGroup" in the API reference). */
final class HealthSettings {
    private HealthSettings() {}

    /** Fills in what is not set. */
    static TargetGroup complete(TargetGroup group) {
        boolean lambda = group.targetType() == TargetTypeEnum.LAMBDA;
        TargetGroup.Builder filled = group.toBuilder()
                .healthCheckEnabled(group.healthCheckEnabled() == null ? !lambda : group.healthCheckEnabled())
                .healthCheckPath(group.healthCheckPath() == null ? "/" : group.healthCheckPath())
                .healthCheckIntervalSeconds(or(group.healthCheckIntervalSeconds(), lambda ? 35 : 30))
                .healthCheckTimeoutSeconds(or(group.healthCheckTimeoutSeconds(), lambda ? 30 : 5))
                .healthyThresholdCount(or(group.healthyThresholdCount(), 5))
                .unhealthyThresholdCount(or(group.unhealthyThresholdCount(), lambda ? 5 : 2))
                .matcher(
                        group.matcher() == null || group.matcher().httpCode() == null
                                ? Matcher.builder().httpCode("200").build()
                                : group.matcher());
        if (!lambda) {
            filled.healthCheckPort(group.healthCheckPort() == null ? "traffic-port" : group.healthCheckPort())
                    .healthCheckProtocol(
                            group.healthCheckProtocol() == null ? ProtocolEnum.HTTP : group.healthCheckProtocol());
        }
        return filled.build();
    }

    private static int or(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    /** Refuses settings that AWS refuses. */
    static void check(TargetGroup group) {
        boolean lambda = group.targetType() == TargetTypeEnum.LAMBDA;
        within("interval", group.healthCheckIntervalSeconds(), 5, 300);
        within("timeout", group.healthCheckTimeoutSeconds(), 2, 120);
        within("healthy threshold count", group.healthyThresholdCount(), 2, 10);
        within("unhealthy threshold count", group.unhealthyThresholdCount(), 2, 10);
        if (group.healthCheckTimeoutSeconds() >= group.healthCheckIntervalSeconds()) {
            throw Errors.validation("Health check timeout '" + group.healthCheckTimeoutSeconds()
                    + "' must be smaller than the interval '" + group.healthCheckIntervalSeconds() + "'");
        }
        if (!group.healthCheckPath().startsWith("/") || group.healthCheckPath().length() > 1024) {
            throw Errors.validation("Health check path '" + group.healthCheckPath()
                    + "' must start with '/' and cannot be longer than '1024' characters");
        }
        if (!lambda && !validPort(group.healthCheckPort())) {
            throw Errors.validation("Health check port '" + group.healthCheckPort()
                    + "' must be 'traffic-port' or in the range 1-65535");
        }
        if (!lambda
                && group.healthCheckProtocol() != ProtocolEnum.HTTP
                && group.healthCheckProtocol() != ProtocolEnum.HTTPS) {
            throw Errors.validation("Health check protocol '" + group.healthCheckProtocolAsString()
                    + "' must be one of '[HTTP, HTTPS]'");
        }
        try {
            dev.provision.localcloud.elb.Matcher.of(group.matcher().httpCode());
        } catch (IllegalArgumentException e) {
            throw Errors.validation("Health check matcher HTTP code '"
                    + group.matcher().httpCode() + "' must be within '200-499' inclusive");
        }
        if (lambda && !group.healthCheckEnabled() && group.healthCheckPort() != null) {
            throw Errors.configuration(
                    "Health check port cannot be specified for target groups with target type lambda");
        }
    }

    private static boolean validPort(String port) {
        return port.equals("traffic-port")
                || (port.matches("\\d{1,5}") && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535);
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw Errors.validation(
                    "Health check " + what + " '" + value + "' must be in the range " + least + "-" + most);
        }
    }
}
