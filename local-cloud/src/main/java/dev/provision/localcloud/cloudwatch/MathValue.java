package dev.provision.localcloud.cloudwatch;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What an expression of metric math is worth. */
sealed interface MathValue {
    /** One number, the same at all times. */
    record Scalar(double value) implements MathValue {}

    /** By the first second of each period; periods without a value are absent. */
    record Series(NavigableMap<Long, Double> points) implements MathValue {}

    /** Several series, as {@code METRICS()} and {@code [m1, m2]} give them. */
    record Array(List<Series> series) implements MathValue {
        public Array {
            series = List.copyOf(series);
        }
    }

    /** Applies an operator point by point; two series have a point where both have one. */
    static MathValue combine(MathValue left, MathValue right, DoubleBinaryOperator operator) {
        return switch (left) {
            case Scalar(double a) ->
                switch (right) {
                    case Scalar(double b) -> new Scalar(operator.applyAsDouble(a, b));
                    case Series series -> map(series, b -> operator.applyAsDouble(a, b));
                    case Array(List<Series> all) ->
                        new Array(all.stream()
                                .map(one -> map(one, b -> operator.applyAsDouble(a, b)))
                                .toList());
                };
            case Series series -> combine(series, right, operator);
            case Array(List<Series> all) -> {
                if (right instanceof Array) {
                    throw new Unusable("an operator cannot combine two arrays");
                }
                yield new Array(all.stream()
                        .map(one -> combine(one, right, operator))
                        .map(Series.class::cast)
                        .toList());
            }
        };
    }

    private static MathValue combine(Series left, MathValue right, DoubleBinaryOperator operator) {
        return switch (right) {
            case Scalar(double b) -> map(left, a -> operator.applyAsDouble(a, b));
            case Series(NavigableMap<Long, Double> others) -> {
                NavigableMap<Long, Double> points = new TreeMap<>();
                left.points().forEach((at, a) -> {
                    Double b = others.get(at);
                    if (b != null) {
                        put(points, at, operator.applyAsDouble(a, b));
                    }
                });
                yield new Series(points);
            }
            case Array(List<Series> all) ->
                new Array(all.stream()
                        .map(one -> combine(left, one, operator))
                        .map(Series.class::cast)
                        .toList());
        };
    }

    /** Applies a function to each point. */
    static Series map(Series series, DoubleUnaryOperator function) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        series.points().forEach((at, value) -> put(points, at, function.applyAsDouble(value)));
        return new Series(points);
    }

    /** A division by zero leaves no point, as on AWS. */
    private static void put(NavigableMap<Long, Double> points, Long at, double value) {
        if (Double.isFinite(value)) {
            points.put(at, value);
        }
    }

    /** The expression cannot be evaluated. */
    final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
