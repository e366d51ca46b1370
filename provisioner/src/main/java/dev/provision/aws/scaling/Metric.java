package dev.provision.aws.scaling;

import software.amazon.awssdk.services.applicationautoscaling.model.MetricType;

/** What of a service's tasks is measured, in percent of what they have. */
public enum Metric {
    CPU("CPUUtilization", MetricType.ECS_SERVICE_AVERAGE_CPU_UTILIZATION),
    MEMORY("MemoryUtilization", MetricType.ECS_SERVICE_AVERAGE_MEMORY_UTILIZATION);

    private final String metricName;
    private final MetricType predefined;

    Metric(String metricName, MetricType predefined) {
        this.metricName = metricName;
        this.predefined = predefined;
    }

    /** Its mean over the tasks of a service. */
    dev.provision.aws.cloudwatch.Metric of(ScalableTargetStep.Live target) {
        return dev.provision.aws.cloudwatch.Metric.ofService(metricName, target.cluster(), target.service(), "Average");
    }

    /** Its name for target tracking. */
    MetricType predefined() {
        return predefined;
    }
}
