package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.cloudwatch.ManagedAlarms;
import dev.provision.localcloud.state.Ids;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * The two alarms that target tracking makes for itself: over the target for 3 minutes, and under 90 % of it for 15.
 *
 * @see <a href="https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html">
 *     AWS: how target tracking works</a>
 */
final class TrackingAlarms {
    private static final double LOW = 0.9;
    private static final String LOW_ALARM = "AlarmLow";

    private final ManagedAlarms alarms;

    TrackingAlarms(ManagedAlarms alarms) {
        this.alarms = alarms;
    }

    void put(Policy policy) {
        delete(policy);
        TargetTrackingScalingPolicyConfiguration tracking =
                policy.settings().targetTrackingScalingPolicyConfiguration();
        alarms.put(alarm(policy, "AlarmHigh", ComparisonOperator.GREATER_THAN_THRESHOLD, tracking.targetValue(), 3));
        alarms.put(alarm(policy, LOW_ALARM, ComparisonOperator.LESS_THAN_THRESHOLD, tracking.targetValue() * LOW, 15));
    }

    /** Whether a policy's metric is low enough to scale in. */
    boolean low(Policy policy) {
        return alarms.withAction(policy.arn()).stream()
                .anyMatch(alarm -> alarm.name().contains("-" + LOW_ALARM + "-") && alarm.ringing());
    }

    /** Removes the alarms that this class made; those of step policies are their owner's. */
    void delete(Policy policy) {
        alarms.withAction(policy.arn()).stream()
                .map(ManagedAlarms.Named::name)
                .filter(name -> name.startsWith("TargetTracking-"))
                .forEach(alarms::delete);
    }

    private static PutMetricAlarmRequest alarm(
            Policy policy, String suffix, ComparisonOperator operator, double threshold, int periods) {
        MetricType metric = policy.settings()
                .targetTrackingScalingPolicyConfiguration()
                .predefinedMetricSpecification()
                .predefinedMetricType();
        return PutMetricAlarmRequest.builder()
                .alarmName("TargetTracking-" + policy.target().resourceId() + "-" + suffix + "-" + Ids.hex(16))
                .alarmDescription("DO NOT EDIT OR DELETE. For TargetTrackingScaling policy " + policy.arn() + ".")
                .alarmActions(policy.arn())
                .namespace(namespace(metric))
                .metricName(metricName(metric))
                .dimensions(dimensions(policy.target()))
                .statistic(
                        metric == MetricType.LAMBDA_PROVISIONED_CONCURRENCY_UTILIZATION
                                ? Statistic.MAXIMUM
                                : Statistic.AVERAGE)
                .period(60)
                .evaluationPeriods(periods)
                .threshold(threshold)
                .comparisonOperator(operator)
                .build();
    }

    static boolean supported(MetricType metric) {
        return metric == MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION
                || metric == MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION
                || metric == MetricType.LAMBDA_PROVISIONED_CONCURRENCY_UTILIZATION;
    }

    private static String namespace(MetricType metric) {
        return metric == MetricType.LAMBDA_PROVISIONED_CONCURRENCY_UTILIZATION ? "AWS/Lambda" : "AWS/ECS";
    }

    private static String metricName(MetricType metric) {
        return switch (metric) {
            case ECS_SERVICE_AVERAGE_CPU_UTILIZATION -> "CPUUtilization";
            case ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION -> "MemoryUtilization";
            default -> "ProvisionedConcurrencyUtilization";
        };
    }

    private static List<Dimension> dimensions(TargetId target) {
        String[] parts = target.resourceId().split("[/:]", -1);
        Map<String, String> named = parts[0].equals("service")
                ? Map.of("ClusterName", parts[1], "ServiceName", parts[2])
                : Map.of("FunctionName", parts[1], "Resource", parts[1] + ":" + parts[2]);
        return named.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Dimension.builder()
                        .name(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }
}
