package dev.provision.aws.doctor;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.KnownQuota;
import dev.provision.aws.cloudwatch.Metric;
import dev.provision.aws.cloudwatch.MetricReader;
import dev.provision.aws.ecs.RunningTasks;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.servicequotas.model.MetricInfo;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/**
 * Whether the account can run an environment's tasks besides those of others. What all run CloudWatch knows, by the metric that
 * Service Quotas names ("AWS Fargate usage metrics" in the ECS guide); it may be some minutes old.
 */
public final class VcpuCheck {
    private static final String WHAT = "Fargate vCPUs";
    private static final String UNTOLD = "what others run is not told";
    private static final double UNITS = 1024;

    /** Longer than the metric is ever late. */
    private static final Duration RECENTLY = Duration.ofMinutes(30);

    private final QuotaReader quotas;
    private final MetricReader metrics;
    private final RunningTasks own;
    private final Instant now;

    /**
     * @param cluster whose tasks are the environment's own
     * @param now until when the metric is read
     */
    public VcpuCheck(AwsConnection connection, String cluster, Instant now) {
        this.quotas = new QuotaReader(connection);
        this.metrics = new MetricReader(connection);
        this.own = new RunningTasks(connection, cluster);
        this.now = now;
    }

    /** @param at when it was so */
    private record Used(double vcpus, Instant at) {}

    /**
     * Bad where the fewest tasks do not fit beside those of others, or the most do not even alone. Where only the most do not
     * fit beside others, it is worth knowing.
     *
     * @param fewest units of CPU of the tasks that are always there, 1024 to a vCPU
     * @param most units of CPU of all tasks that there may be; twice that while a new version takes over
     */
    public Finding finding(int fewest, int most) {
        double needed = 2 * most / UNITS;
        return quotas.find(KnownQuota.FARGATE_VCPUS)
                .map(quota -> finding(fewest / UNITS, needed, quota))
                .orElseGet(() -> Finding.good(WHAT, needed + " are needed; the quota is not told"));
    }

    private Finding finding(double fewest, double needed, ServiceQuota quota) {
        double allowed = quota.value();
        String taking = needed + " are needed while a new version takes over with maxInstances, and ";
        String ask = "ask for more: " + KnownQuota.FARGATE_VCPUS.request();
        if (needed > allowed) {
            return Finding.bad(WHAT, taking + allowed + " are allowed; lower maxInstances, or " + ask);
        }
        String good = needed + " of " + allowed + " are needed while a new version takes over; ";
        Optional<Used> others = Optional.ofNullable(quota.usageMetric()).flatMap(this::others);
        if (others.isEmpty()) {
            return Finding.good(WHAT, good + UNTOLD);
        }
        double used = others.get().vcpus();
        String run =
                "others run " + used + " of " + allowed + " (" + others.get().at() + ")";
        if (used + fewest > allowed) {
            return Finding.bad(
                    WHAT, run + ", and " + fewest + " are needed by the fewest tasks; stop some of theirs, or " + ask);
        }
        return used + needed > allowed
                ? Finding.note(
                        WHAT, taking + run + ": tasks beyond that would not start; lower maxInstances, or " + ask)
                : Finding.good(WHAT, good + run);
    }

    /** What others run; empty where it is not told. */
    private Optional<Used> others(MetricInfo metric) {
        try {
            Used all = used(metric);
            return Optional.of(
                    all.vcpus() == 0 ? all : new Used(Math.max(0, all.vcpus() - own.cpuUnits() / UNITS), all.at()));
        } catch (PermissionMissing | StepFailed untold) {
            return Optional.empty();
        }
    }

    /** Where nobody ever ran a task there is no metric. */
    private Used used(MetricInfo metric) {
        Metric asked = new Metric(
                metric.metricNamespace(),
                metric.metricName(),
                metric.metricDimensions(),
                Optional.ofNullable(metric.metricStatisticRecommendation()).orElse("Maximum"));
        SortedMap<Instant, Double> values = metrics.read(
                        List.of(asked), now.minus(RECENTLY), now.plus(1, ChronoUnit.MINUTES), Duration.ofMinutes(1))
                .getFirst();
        return values.isEmpty()
                ? new Used(0, now.truncatedTo(ChronoUnit.MINUTES))
                : new Used(values.get(values.lastKey()), values.lastKey());
    }
}
