package dev.provision.aws.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/**
 * One statistic of one metric.
 *
 * @param namespace for example {@code AWS/ECS}
 * @param name for example {@code CPUUtilization}
 * @param dimensions whose it is
 * @param statistic {@code Average}, {@code Sum}, {@code Minimum}, {@code Maximum} or a percentile, {@code p99}
 */
public record Metric(String namespace, String name, Map<String, String> dimensions, String statistic) {
    public Metric {
        dimensions = Map.copyOf(dimensions);
    }

    /** Of a function, whatever alias was called. */
    public static Metric ofFunction(String name, String function, String statistic) {
        return new Metric("AWS/Lambda", name, Map.of("FunctionName", function), statistic);
    }

    public static Metric ofService(String name, String cluster, String service, String statistic) {
        return new Metric("AWS/ECS", name, Map.of("ClusterName", cluster, "ServiceName", service), statistic);
    }

    /** @param balancer its ARN */
    public static Metric ofBalancer(String name, String balancer, String statistic) {
        return new Metric("AWS/ApplicationELB", name, Map.of("LoadBalancer", balancer(balancer)), statistic);
    }

    /**
     * @param balancer its ARN
     * @param group the ARN of a target group of it
     */
    public static Metric ofGroup(String name, String balancer, String group, String statistic) {
        return new Metric(
                "AWS/ApplicationELB",
                name,
                Map.of("LoadBalancer", balancer(balancer), "TargetGroup", group.substring(group.lastIndexOf(':') + 1)),
                statistic);
    }

    /** {@code app/<name>/<id>}: the end of an ARN, as load-balancer-cloudwatch-metrics has it. */
    private static String balancer(String arn) {
        return arn.substring(arn.indexOf(":loadbalancer/") + ":loadbalancer/".length());
    }

    List<Dimension> sdkDimensions() {
        return new TreeMap<>(dimensions)
                .entrySet().stream()
                        .map(entry -> Dimension.builder()
                                .name(entry.getKey())
                                .value(entry.getValue())
                                .build())
                        .toList();
    }
}
