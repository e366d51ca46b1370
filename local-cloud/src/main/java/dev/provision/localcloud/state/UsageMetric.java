package dev.provision.localcloud.state;

import java.util.Map;

/** The metric that tells how much of a quota is used, as CloudWatch has it and Service Quotas names it. */
public record UsageMetric(String namespace, String name, Map<String, String> dimensions) {
    /** ECS guide, "AWS Fargate usage metrics" (monitoring-fargate-usage). */
    public static final UsageMetric FARGATE_VCPUS = new UsageMetric(
            "AWS/Usage",
            "ResourceCount",
            Map.of("Service", "Fargate", "Type", "Resource", "Resource", "vCPU", "Class", "Standard/OnDemand"));

    public UsageMetric {
        dimensions = Map.copyOf(dimensions);
    }
}
