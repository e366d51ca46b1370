package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.cloudwatch.MathValue.Array;
import dev.provision.localcloud.cloudwatch.MathValue.Scalar;
import dev.provision.localcloud.cloudwatch.MathValue.Series;
import dev.provision.localcloud.cloudwatch.MathValue.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The functions of metric math that dashboards, alarms and release gates use.
 *
 * @param start of the first period, epoch seconds
 * @param end exclusive
 * @param period in seconds
 * @param metrics the metrics (not the expressions) of the request whose ids contain a text
 */
record MathFunctions(long start, long end, long period, Function<String, List<Series>> metrics) {

    Array metrics(String part) {
        return new Array(metrics.apply(part));
    }

    static Array array(List<MathValue> values) {
        List<Series> all = new ArrayList<>();
        for (MathValue value : values) {
            switch (value) {
                case Series series -> all.add(series);
                case Array(List<Series> more) -> all.addAll(more);
                case Scalar _ -> throw new Unusable("an array holds time series, not numbers");
            }
        }
        return new Array(all);
    }

    MathValue apply(String name, List<MathValue> arguments) {
        return switch (name) {
            case "SUM" -> aggregate(arguments, DoubleStream::sum);
            case "AVG" -> aggregate(arguments, values -> values.average().orElseThrow());
            case "MIN" -> aggregate(arguments, values -> values.min().orElseThrow());
            case "MAX" -> aggregate(arguments, values -> values.max().orElseThrow());
            case "ABS" -> each(only(name, arguments), Math::abs);
            case "CEIL" -> each(only(name, arguments), Math::ceil);
            case "FLOOR" -> each(only(name, arguments), Math::floor);
            case "PERIOD" -> new Scalar(period);
            case "RATE" -> rate(only(name, arguments));
            case "DIFF" -> difference(only(name, arguments));
            case "RUNNING_SUM" -> runningSum(only(name, arguments));
            case "IF" -> choose(arguments);
            default -> throw new Unusable("the local cloud's metric math has no function " + name);
        };
    }

    private static MathValue only(String name, List<MathValue> arguments) {
        if (arguments.size() != 1) {
            throw new Unusable(name + " takes one argument");
        }
        return arguments.getFirst();
    }

    private static MathValue each(MathValue value, DoubleUnaryOperator function) {
        return switch (value) {
            case Scalar(double number) -> new Scalar(function.applyAsDouble(number));
            case Series series -> MathValue.map(series, function);
            case Array(List<Series> all) ->
                new Array(all.stream().map(one -> MathValue.map(one, function)).toList());
        };
    }

    /** Over one series to a number; over an array, at each time to a series. */
    private static MathValue aggregate(List<MathValue> arguments, ToDoubleFunction<DoubleStream> function) {
        if (arguments.size() == 1 && arguments.getFirst() instanceof Series(NavigableMap<Long, Double> points)) {
            return points.isEmpty()
                    ? new Series(new TreeMap<>())
                    : new Scalar(function.applyAsDouble(
                            values(points.values().stream().toList())));
        }
        NavigableMap<Long, List<Double>> byTime = new TreeMap<>();
        array(arguments).series().forEach(series -> series.points()
                .forEach((at, value) ->
                        byTime.computeIfAbsent(at, _ -> new ArrayList<>()).add(value)));
        NavigableMap<Long, Double> points = new TreeMap<>();
        byTime.forEach((at, values) -> points.put(at, function.applyAsDouble(values(values))));
        return new Series(points);
    }

    private static DoubleStream values(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue);
    }

    private static MathValue rate(MathValue value) {
        return steps(value, (from, to) -> (to.value - from.value) / (to.at - from.at));
    }

    private static MathValue difference(MathValue value) {
        return steps(value, (from, to) -> to.value - from.value);
    }

    private record Point(long at, double value) {}

    private interface Step {
        double between(Point from, Point to);
    }

    private static MathValue steps(MathValue value, Step step) {
        return series(value, points -> {
            NavigableMap<Long, Double> result = new TreeMap<>();
            points.forEach((at, later) -> {
                var before = points.lowerEntry(at);
                if (before != null) {
                    result.put(
                            at,
                            step.between(
                                    new Point(before.getKey(), before.getValue()), new Point(at, later.doubleValue())));
                }
            });
            return result;
        });
    }

    private static MathValue runningSum(MathValue value) {
        return series(value, points -> {
            NavigableMap<Long, Double> result = new TreeMap<>();
            double[] sum = {0};
            points.forEach((at, one) -> result.put(at, sum[0] += one));
            return result;
        });
    }

    private static MathValue series(
            MathValue value, Function<NavigableMap<Long, Double>, NavigableMap<Long, Double>> change) {
        return switch (value) {
            case Scalar _ -> throw new Unusable("the function needs a time series");
            case Series(NavigableMap<Long, Double> points) -> new Series(change.apply(points));
            case Array(List<Series> all) ->
                new Array(all.stream()
                        .map(one -> new Series(change.apply(one.points())))
                        .toList());
        };
    }

    /** Where a period has no value, it gets the filler's. */
    MathValue fill(MathValue value, MathValue filler) {
        NavigableMap<Long, Double> others = spread(filler);
        return series(value, points -> {
            NavigableMap<Long, Double> result = new TreeMap<>(others.subMap(start, end));
            result.putAll(points);
            return result;
        });
    }

    /** Where a period has no value, it gets the one before. */
    MathValue repeat(MathValue value) {
        return series(value, points -> {
            NavigableMap<Long, Double> result = new TreeMap<>(points);
            for (long at = start; at < end; at += period) {
                var before = points.floorEntry(at);
                if (before != null) {
                    result.putIfAbsent(at, before.getValue());
                }
            }
            return result;
        });
    }

    private MathValue choose(List<MathValue> arguments) {
        if (arguments.size() < 2 || arguments.size() > 3) {
            throw new Unusable("IF takes a condition and one or two values");
        }
        NavigableMap<Long, Double> result = new TreeMap<>();
        NavigableMap<Long, Double> condition = spread(arguments.getFirst());
        NavigableMap<Long, Double> yes = spread(arguments.get(1));
        NavigableMap<Long, Double> no = arguments.size() == 3 ? spread(arguments.get(2)) : new TreeMap<>();
        condition.forEach((at, holds) -> {
            Double chosen = (holds != 0 ? yes : no).get(at);
            if (chosen != null) {
                result.put(at, chosen);
            }
        });
        return new Series(result);
    }

    /** A number at every period. */
    NavigableMap<Long, Double> spread(MathValue value) {
        return switch (value) {
            case Series(NavigableMap<Long, Double> points) -> points;
            case Array _ -> throw new Unusable("an array is no time series");
            case Scalar(double number) -> {
                NavigableMap<Long, Double> points = new TreeMap<>();
                for (long at = start; at < end; at += period) {
                    points.put(at, number);
                }
                yield points;
            }
        };
    }
}
