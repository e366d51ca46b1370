package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.cloudwatch.MathValue.Series;
import dev.provision.localcloud.cloudwatch.MathValue.Unusable;
import dev.provision.localcloud.wire.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** The queries of one request, metrics and expressions over them, within one span of time. */
final class MetricQueries {
    private static final int MOST_NESTED = 20;

    private final Metrics metrics;
    private final Map<String, MetricDataQuery> byId = new LinkedHashMap<>();
    private final long from;
    private final long to;
    private final Map<String, MathValue> known = new LinkedHashMap<>();

    /**
     * @param from epoch seconds, inclusive; rounded down to a period
     * @param to epoch seconds, exclusive
     * @throws AwsError if two have the same id, or one is neither a metric nor an expression
     */
    MetricQueries(Metrics metrics, List<MetricDataQuery> queries, long from, long to) {
        this.metrics = metrics;
        this.from = from;
        this.to = to;
        for (MetricDataQuery query : queries) {
            if (query.id() == null || !query.id().matches("[a-z]\\w{0,254}")) {
                throw invalid("The id '" + query.id() + "' must begin with a small letter, and have letters, digits and"
                        + " underscores only.");
            }
            if ((query.metricStat() == null) == (query.expression() == null)) {
                throw invalid("Exactly one of MetricStat and Expression must be given for " + query.id() + ".");
            }
            if (byId.put(query.id(), query) != null) {
                throw invalid("The id '" + query.id() + "' is used more than once.");
            }
        }
    }

    private static AwsError invalid(String message) {
        return AwsError.badRequest("ValidationError", message);
    }

    /**
     * The values of a query by the first second of their periods.
     *
     * @throws AwsError if its expression cannot be evaluated
     */
    NavigableMap<Long, Double> values(String id) {
        try {
            return functions(period(id, 0)).spread(value(id, 0));
        } catch (Unusable unusable) {
            throw invalid("Error in expression '" + id + "': " + unusable.getMessage());
        }
    }

    /** The period of a metric; of an expression, the longest of what it uses. In seconds. */
    long period(String id) {
        return period(id, 0);
    }

    private long period(String id, int depth) {
        MetricDataQuery query = find(id, depth);
        if (query.metricStat() != null) {
            return query.metricStat().period();
        }
        if (query.period() != null) {
            return query.period();
        }
        return byId.keySet().stream()
                .filter(other -> MathExpression.ids(query.expression()).contains(other)
                        || (byId.get(other).metricStat() != null
                                && query.expression().contains("METRICS")))
                .mapToLong(other -> period(other, depth + 1))
                .max()
                .orElse(60);
    }

    private MetricDataQuery find(String id, int depth) {
        MetricDataQuery query = byId.get(id);
        if (query == null) {
            throw new Unusable("there is no id " + id);
        }
        if (depth > MOST_NESTED) {
            throw new Unusable("expressions use each other in a circle");
        }
        return query;
    }

    private MathValue value(String id, int depth) {
        MetricDataQuery query = find(id, depth);
        MathValue value = known.get(id);
        if (value == null) {
            value = query.metricStat() != null
                    ? series(query.metricStat())
                    : MathExpression.evaluate(
                            query.expression(), other -> value(other, depth + 1), functions(period(id, depth)));
            known.put(id, value);
        }
        return value;
    }

    private MathFunctions functions(long period) {
        return new MathFunctions(Math.floorDiv(from, period) * period, to, period, part -> byId.values().stream()
                .filter(query -> query.metricStat() != null && query.id().contains(part))
                .map(query -> series(query.metricStat()))
                .toList());
    }

    private Series series(MetricStat wanted) {
        Metric metric = wanted.metric();
        MetricOperations.checkPeriod(wanted.period());
        Statistic statistic = Statistic.named(wanted.stat());
        NavigableMap<Long, Double> points = new TreeMap<>();
        metrics.by(MetricId.of(metric.namespace(), metric.metricName(), metric.dimensions()), from, to, wanted.period())
                .forEach((at, values) -> points.put(at, statistic.of(values)));
        return new Series(points);
    }
}
