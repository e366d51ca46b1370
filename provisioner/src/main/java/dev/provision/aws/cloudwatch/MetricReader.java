package dev.provision.aws.cloudwatch;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Reads metrics and alarms. */
public final class MetricReader {
    /** What GetMetricData takes at once. */
    private static final int QUERIES = 500;

    private final Api<CloudWatchClient> cloudWatch;

    public MetricReader(AwsConnection connection) {
        this.cloudWatch = connection.api("cloudwatch", CloudWatchClient::builder);
    }

    /**
     * The values of some metrics.
     *
     * @param period of each value; whole minutes
     * @return for each metric, in the order asked for, the values by the begin of their period; none where nothing was
     *     measured
     */
    public List<SortedMap<Instant, Double>> read(List<Metric> metrics, Instant from, Instant to, Duration period) {
        List<SortedMap<Instant, Double>> values = new ArrayList<>();
        for (int begin = 0; begin < metrics.size(); begin += QUERIES) {
            values.addAll(some(metrics.subList(begin, Math.min(metrics.size(), begin + QUERIES)), from, to, period));
        }
        return values;
    }

    private List<SortedMap<Instant, Double>> some(List<Metric> metrics, Instant from, Instant to, Duration period) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            queries.add(MetricDataQuery.builder()
                    .id("m" + i)
                    .metricStat(s -> s.metric(m -> m.namespace(metric.namespace())
                                    .metricName(metric.name())
                                    .dimensions(metric.sdkDimensions()))
                            .period((int) period.toSeconds())
                            .stat(metric.statistic()))
                    .build());
        }
        Map<String, SortedMap<Instant, Double>> byId = new HashMap<>();
        List<MetricDataResult> results = cloudWatch.call(c -> c
                .getMetricDataPaginator(r ->
                        r.metricDataQueries(queries).startTime(from).endTime(to).scanBy(ScanBy.TIMESTAMP_ASCENDING))
                .metricDataResults()
                .stream()
                .toList());
        for (MetricDataResult result : results) {
            SortedMap<Instant, Double> points = byId.computeIfAbsent(result.id(), _ -> new TreeMap<>());
            for (int i = 0; i < result.timestamps().size(); i++) {
                points.put(result.timestamps().get(i), result.values().get(i));
            }
        }
        List<SortedMap<Instant, Double>> values = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            values.add(byId.getOrDefault("m" + i, new TreeMap<>()));
        }
        return values;
    }

    /**
     * An alarm as it is now.
     *
     * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
     * @param reason why, in AWS's words
     */
    public record AlarmState(String name, String state, String reason) {}

    /** The alarms whose names begin with {@code prefix}, by name. */
    public List<AlarmState> alarms(String prefix) {
        return alarms(cloudWatch, prefix).stream()
                .map(alarm -> new AlarmState(
                        alarm.alarmName(),
                        alarm.stateValueAsString(),
                        alarm.stateReason() == null ? "" : alarm.stateReason()))
                .toList();
    }

    static List<MetricAlarm> alarms(Api<CloudWatchClient> cloudWatch, String prefix) {
        DescribeAlarmsRequest begins = DescribeAlarmsRequest.builder()
                .alarmNamePrefix(prefix)
                .alarmTypes(AlarmType.METRIC_ALARM)
                .build();
        return cloudWatch
                .findShared(begins, (c, r) -> c.describeAlarmsPaginator(r).metricAlarms().stream()
                        .toList())
                .orElse(List.of());
    }
}
