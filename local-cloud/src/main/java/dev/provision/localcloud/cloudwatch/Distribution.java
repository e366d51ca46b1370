package dev.provision.localcloud.cloudwatch;

import java.util.Map;
import java.util.TreeMap;

/**
 * The values of one metric in one period: count, sum, extremes, and a histogram with buckets of 1 % width for percentiles.
 * Not thread-safe; its series guards it.
 */
final class Distribution {
    private static final double BUCKET_WIDTH = Math.log(1.01);
    /** Values at or below zero share one bucket; metrics are not negative. */
    private static final int ZERO = Integer.MIN_VALUE;

    private double count;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private final TreeMap<Integer, Double> histogram = new TreeMap<>();

    void add(double value, double times) {
        addStatistics(times, value * times, value, value);
        // Most metrics count, and all their values are 1.
        int bucket = value == 1 ? 0 : value <= 0 ? ZERO : (int) Math.ceil(Math.log(value) / BUCKET_WIDTH);
        histogram.merge(bucket, times, Double::sum);
    }

    /** Adds values of which only the statistics are known; percentiles do not see them. */
    void addStatistics(double times, double total, double low, double high) {
        count += times;
        sum += total;
        minimum = Math.min(minimum, low);
        maximum = Math.max(maximum, high);
    }

    void add(Distribution other) {
        addStatistics(other.count, other.sum, other.minimum, other.maximum);
        other.histogram.forEach((bucket, times) -> histogram.merge(bucket, times, Double::sum));
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    double average() {
        return sum / count;
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    /** @param percent 0 to 100 */
    double percentile(double percent) {
        double rank = count * percent / 100;
        double seen = 0;
        for (Map.Entry<Integer, Double> bucket : histogram.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                double upper = bucket.getKey() == ZERO ? 0 : Math.exp(bucket.getKey() * BUCKET_WIDTH);
                return Math.clamp(upper, minimum, maximum);
            }
        }
        return maximum;
    }
}
