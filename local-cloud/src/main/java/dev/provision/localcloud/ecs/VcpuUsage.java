package dev.provision.localcloud.ecs;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.state.UsageMetric;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Publishes how many vCPUs the account's tasks have: every minute, and whenever that has changed. An account that never ran
 * one has no such metric. Under the control-plane lock.
 */
final class VcpuUsage {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final VcpuLimit limit;
    private final CloudTime time;
    private final MetricSink.Meter meter;
    private double published;
    private Instant at = Instant.MIN;

    VcpuUsage(VcpuLimit limit, CloudTime time, MetricSink sink) {
        this.limit = limit;
        this.time = time;
        UsageMetric metric = UsageMetric.FARGATE_VCPUS;
        this.meter = sink.meter(metric.namespace(), metric.name(), metric.dimensions(), "None");
    }

    void look() {
        double used = limit.used();
        Instant now = time.now();
        boolean due = !at.equals(Instant.MIN) && !now.isBefore(at.plus(MINUTE));
        if (used != published || due) {
            published = used;
            at = now;
            meter.record(used);
        }
    }
}
