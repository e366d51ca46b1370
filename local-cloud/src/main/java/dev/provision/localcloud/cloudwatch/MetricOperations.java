package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** The operations on metrics. */
final class MetricOperations implements AwsService {
    private static final int LIST_PAGE = 500;

    private final Metrics metrics;

    MetricOperations(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public ServiceApi api() {
        return CloudWatch.API;
    }

    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        if (request.namespace() == null || request.namespace().startsWith("AWS/")) {
            throw invalidValue("The value " + request.namespace() + " for parameter Namespace is invalid.");
        }
        for (MetricDatum datum : request.metricData()) {
            put(request.namespace(), datum);
        }
        return PutMetricDataResponse.builder().build();
    }

    private void put(String namespace, MetricDatum datum) {
        MetricSeries series = metrics.series(MetricId.of(namespace, datum.metricName(), datum.dimensions()));
        long at = datum.timestamp() == null ? metrics.now() : datum.timestamp().getEpochSecond();
        String unit = datum.unitAsString() == null ? "None" : datum.unitAsString();
        if (datum.statisticValues() != null) {
            StatisticSet set = datum.statisticValues();
            series.addStatistics(at, set.sampleCount(), set.sum(), set.minimum(), set.maximum(), unit);
        } else if (datum.hasValues()) {
            for (int i = 0; i < datum.values().size(); i++) {
                series.add(
                        at,
                        datum.values().get(i),
                        datum.hasCounts() ? datum.counts().get(i) : 1,
                        unit);
            }
        } else if (datum.value() != null) {
            series.add(at, datum.value(), 1, unit);
        } else {
            throw new AwsError(
                    "MissingParameter",
                    400,
                    "At least one of the parameters Value, Values, StatisticValues must be specified.");
        }
    }

    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        if (!request.startTime().isBefore(request.endTime())) {
            throw AwsError.badRequest("ValidationError", "The parameter EndTime must be greater than StartTime.");
        }
        MetricQueries queries = new MetricQueries(
                metrics,
                request.metricDataQueries(),
                request.startTime().getEpochSecond(),
                request.endTime().getEpochSecond());
        return GetMetricDataResponse.builder()
                .metricDataResults(request.metricDataQueries().stream()
                        .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                        .map(query -> result(request, query, queries.values(query.id())))
                        .toList())
                .build();
    }

    private static MetricDataResult result(
            GetMetricDataRequest request, MetricDataQuery query, NavigableMap<Long, Double> values) {
        // Newest first is the default of GetMetricData.
        var ordered = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING ? values : values.descendingMap();
        return MetricDataResult.builder()
                .id(query.id())
                .label(label(query))
                .timestamps(
                        ordered.keySet().stream().map(Instant::ofEpochSecond).toList())
                .values(ordered.values())
                .statusCode(StatusCode.COMPLETE)
                .build();
    }

    private static String label(MetricDataQuery query) {
        if (query.label() != null) {
            return query.label();
        }
        return query.metricStat() == null
                ? query.id()
                : query.metricStat().metric().metricName();
    }

    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        if (request.statistics().isEmpty() && request.extendedStatistics().isEmpty()) {
            throw new AwsError("MissingParameter", 400, "Must specify either Statistics or ExtendedStatistics");
        }
        MetricId id = MetricId.of(request.namespace(), request.metricName(), request.dimensions());
        String unit = metrics.series(id).unit();
        List<Datapoint> points =
                values(id, request.startTime(), request.endTime(), request.period()).entrySet().stream()
                        .map(entry -> datapoint(request, entry.getKey(), entry.getValue(), unit))
                        .toList();
        return GetMetricStatisticsResponse.builder()
                .label(request.metricName())
                .datapoints(points)
                .build();
    }

    private static Datapoint datapoint(GetMetricStatisticsRequest request, long at, Distribution values, String unit) {
        Datapoint.Builder point =
                Datapoint.builder().timestamp(Instant.ofEpochSecond(at)).unit(unit);
        for (String statistic : request.statisticsAsStrings()) {
            double value = Statistic.named(statistic).of(values);
            switch (statistic) {
                case "Average" -> point.average(value);
                case "Sum" -> point.sum(value);
                case "Minimum" -> point.minimum(value);
                case "Maximum" -> point.maximum(value);
                default -> point.sampleCount(value);
            }
        }
        if (request.hasExtendedStatistics()) {
            point.extendedStatistics(request.extendedStatistics().stream()
                    .collect(Collectors.toMap(
                            Function.identity(), name -> Statistic.named(name).of(values))));
        }
        return point.build();
    }

    private NavigableMap<Long, Distribution> values(MetricId id, Instant start, Instant end, Integer period) {
        checkPeriod(period);
        return metrics.by(id, start.getEpochSecond(), end.getEpochSecond(), period);
    }

    static void checkPeriod(Integer period) {
        if (period == null || period < 1 || (period > 60 && period % 60 != 0)) {
            throw invalidValue("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
    }

    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        long threeHoursAgo = metrics.now() - 3 * 3600;
        List<MetricId> matching = metrics.ids().stream()
                .filter(id -> request.namespace() == null || request.namespace().equals(id.namespace()))
                .filter(id ->
                        request.metricName() == null || request.metricName().equals(id.name()))
                .filter(id -> request.dimensions().stream().allMatch(filter -> matches(id.dimensions(), filter)))
                .filter(id -> request.recentlyActive() != RecentlyActive.PT3_H
                        || metrics.series(id).latest() >= threeHoursAgo)
                .toList();
        Page<MetricId> page =
                Page.of(matching, request.nextToken(), LIST_PAGE).orElseThrow(() -> invalidValue("Invalid nextToken"));
        return ListMetricsResponse.builder()
                .metrics(page.items().stream()
                        .map(id -> Metric.builder()
                                .namespace(id.namespace())
                                .metricName(id.name())
                                .dimensions(id.dimensionList())
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static boolean matches(Map<String, String> dimensions, DimensionFilter filter) {
        String value = dimensions.get(filter.name());
        return value != null && (filter.value() == null || filter.value().equals(value));
    }

    static AwsError invalidValue(String message) {
        return AwsError.badRequest("InvalidParameterValue", message);
    }
}
