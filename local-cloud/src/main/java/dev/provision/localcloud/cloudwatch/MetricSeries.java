package dev.provision.localcloud.cloudwatch;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The values of one metric over time: by the second for a few minutes, by the minute for a day. Thread-safe.
 *
 * <p>AWS publishes its own metrics by the minute only; the seconds are what makes a rehearsal on a laptop quick.
 */
final class MetricSeries {
    private static final long SECONDS_KEPT = 600;
    private static final long MINUTES_KEPT = 24 * 60;

    private final NavigableMap<Long, Distribution> seconds = new TreeMap<>();
    private final NavigableMap<Long, Distribution> minutes = new TreeMap<>();
    private String unit = "None";
    private long latest;

    /** @param epochSecond when it was measured */
    synchronized void add(long epochSecond, double value, double times, String unitOfValue) {
        at(seconds, epochSecond, epochSecond - SECONDS_KEPT).add(value, times);
        at(minutes, epochSecond / 60, epochSecond / 60 - MINUTES_KEPT).add(value, times);
        note(epochSecond, unitOfValue);
    }

    synchronized void addStatistics(
            long epochSecond, double times, double sum, double minimum, double maximum, String unitOfValue) {
        at(seconds, epochSecond, epochSecond - SECONDS_KEPT).addStatistics(times, sum, minimum, maximum);
        at(minutes, epochSecond / 60, epochSecond / 60 - MINUTES_KEPT).addStatistics(times, sum, minimum, maximum);
        note(epochSecond, unitOfValue);
    }

    private void note(long epochSecond, String unitOfValue) {
        unit = unitOfValue;
        latest = Math.max(latest, epochSecond);
    }

    private static Distribution at(NavigableMap<Long, Distribution> buckets, long bucket, long oldest) {
        buckets.headMap(oldest, false).clear();
        return buckets.computeIfAbsent(bucket, key -> new Distribution());
    }

    synchronized String unit() {
        return unit;
    }

    synchronized long latest() {
        return latest;
    }

    /**
     * The values by period.
     *
     * @param from epoch seconds, inclusive; rounded down to a period
     * @param to epoch seconds, exclusive
     * @param period seconds
     * @return by the period's first second; periods without a value are absent
     */
    synchronized NavigableMap<Long, Distribution> by(long from, long to, long period) {
        boolean fine = period % 60 != 0;
        long scale = fine ? 1 : 60;
        long start = Math.floorDiv(from, period) * period;
        NavigableMap<Long, Distribution> result = new TreeMap<>();
        (fine ? seconds : minutes)
                .subMap(start / scale, Math.ceilDiv(to, scale))
                .forEach((bucket, values) -> result.computeIfAbsent(
                                Math.floorDiv(bucket * scale, period) * period, key -> new Distribution())
                        .add(values));
        return result;
    }
}
