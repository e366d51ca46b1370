package dev.provision.aws.cloudwatch;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.cloudwatch.Traffic.Latency;
import dev.provision.aws.cloudwatch.Traffic.Minute;
import dev.provision.aws.elb.LoadBalancerArn;
import dev.provision.aws.elb.TargetGroupArn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Measures the requests that target groups got, as CloudWatch has them: by the minute. */
public final class TrafficMeter {
    private static final String BALANCER = "AWS/ApplicationELB";
    private static final String LAMBDA = "AWS/Lambda";
    private static final int MINUTE = 60;
    private static final String MEDIAN = "p50";
    private static final String P95 = "p95";
    private final Api<CloudWatchClient> cloudWatch;

    public TrafficMeter(AwsConnection connection) {
        this.cloudWatch = connection.api("cloudwatch", CloudWatchClient::builder);
    }

    /**
     * Whose requests.
     *
     * @param alias function and alias as {@code function:alias}; empty for tasks
     */
    public record Source(LoadBalancerArn balancer, TargetGroupArn group, Optional<String> alias) {
        private Map<String, String> both() {
            return Map.of("LoadBalancer", after(balancer.value(), ":loadbalancer/"), "TargetGroup", target());
        }

        private String target() {
            return "targetgroup/" + after(group.value(), ":targetgroup/");
        }

        private static String after(String arn, String mark) {
            return arn.substring(arn.indexOf(mark) + mark.length());
        }

        private List<Query> queries() {
            List<Query> queries = new ArrayList<>(List.of(
                    new Query(BALANCER, "RequestCount", "Sum", both()),
                    new Query(BALANCER, "HTTPCode_Target_5XX_Count", "Sum", both()),
                    new Query(BALANCER, "TargetConnectionErrorCount", "Sum", both()),
                    new Query(BALANCER, "LambdaUserError", "Sum", Map.of("TargetGroup", target())),
                    new Query(BALANCER, "LambdaInternalError", "Sum", Map.of("TargetGroup", target()))));
            alias.ifPresent(name -> queries.add(new Query(LAMBDA, "Throttles", "Sum", of(name))));
            queries.add(latency(MEDIAN));
            queries.add(latency(P95));
            return queries;
        }

        /**
         * Every new version of a function starts new instances, and the load balancer's time would count their start against it.
         * The function's own does not ("Types of metrics for Lambda functions" in the Lambda guide).
         */
        private Query latency(String percentile) {
            return alias.map(name -> new Query(LAMBDA, "Duration", percentile, of(name)))
                    .orElseGet(() -> new Query(BALANCER, "TargetResponseTime", percentile, both()));
        }

        private Duration duration(double value) {
            return Duration.ofNanos(Math.round(value * (alias.isPresent() ? 1e6 : 1e9)));
        }

        private static Map<String, String> of(String alias) {
            return Map.of("FunctionName", alias.substring(0, alias.indexOf(':')), "Resource", alias);
        }
    }

    private record Query(String namespace, String metric, String statistic, Map<String, String> dimensions) {
        MetricDataQuery toSdk(String id) {
            List<Dimension> all = dimensions.entrySet().stream()
                    .map(one -> Dimension.builder()
                            .name(one.getKey())
                            .value(one.getValue())
                            .build())
                    .toList();
            return MetricDataQuery.builder()
                    .id(id)
                    .metricStat(m -> m.metric(of ->
                                    of.namespace(namespace).metricName(metric).dimensions(all))
                            .period(MINUTE)
                            .stat(statistic))
                    .build();
        }
    }

    /**
     * The requests of each source.
     *
     * @param since when counting begins; rounded down to a minute
     * @param now when it ends
     */
    public List<Traffic> measure(List<Source> sources, Instant since, Instant now) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            List<Query> of = sources.get(source).queries();
            for (int query = 0; query < of.size(); query++) {
                queries.add(of.get(query).toSdk("s" + source + "q" + query));
            }
        }
        Instant from = Instant.ofEpochSecond(since.getEpochSecond() / MINUTE * MINUTE);
        // The end is exclusive, and the minute that is under way counts too.
        Instant to = now.plus(Duration.ofSeconds(MINUTE));
        Map<String, Map<Instant, Double>> series = new HashMap<>();
        cloudWatch
                .call(c -> c
                        .getMetricDataPaginator(r ->
                                r.metricDataQueries(queries).startTime(from).endTime(to))
                        .metricDataResults()
                        .stream()
                        .toList())
                .forEach(result -> add(series, result));
        List<Traffic> traffic = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            traffic.add(traffic(sources.get(source), "s" + source + "q", series));
        }
        return traffic;
    }

    private static void add(Map<String, Map<Instant, Double>> series, MetricDataResult result) {
        Map<Instant, Double> points = series.computeIfAbsent(result.id(), _ -> new TreeMap<>());
        for (int i = 0; i < result.timestamps().size(); i++) {
            points.put(result.timestamps().get(i), result.values().get(i));
        }
    }

    private static Traffic traffic(Source source, String prefix, Map<String, Map<Instant, Double>> series) {
        List<Query> queries = source.queries();
        Map<String, Map<Instant, Double>> counts = new HashMap<>();
        Map<String, Map<Instant, Double>> percentiles = new HashMap<>();
        for (int query = 0; query < queries.size(); query++) {
            Query asked = queries.get(query);
            Map<Instant, Double> points = series.getOrDefault(prefix + query, Map.of());
            if (asked.statistic().equals("Sum")) {
                counts.put(asked.metric(), points);
            } else {
                percentiles.put(asked.statistic(), points);
            }
        }
        return new Traffic(
                sum(counts, "RequestCount"),
                sum(counts, "HTTPCode_Target_5XX_Count")
                        + sum(counts, "TargetConnectionErrorCount")
                        + sum(counts, "LambdaUserError")
                        + sum(counts, "LambdaInternalError"),
                sum(counts, "Throttles"),
                minutes(source, counts.get("RequestCount"), percentiles));
    }

    private static long sum(Map<String, Map<Instant, Double>> byMetric, String metric) {
        return Math.round(byMetric.getOrDefault(metric, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum());
    }

    private static Map<Instant, Minute> minutes(
            Source source, Map<Instant, Double> requests, Map<String, Map<Instant, Double>> percentiles) {
        Map<Instant, Minute> minutes = new TreeMap<>();
        percentiles.get(MEDIAN).forEach((at, median) -> {
            double p95 = percentiles.get(P95).getOrDefault(at, median);
            minutes.put(
                    at,
                    new Minute(
                            requests.getOrDefault(at, 1.0),
                            new Latency(source.duration(median), source.duration(p95))));
        });
        return minutes;
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of("cloudwatch:GetMetricData");
    }
}
