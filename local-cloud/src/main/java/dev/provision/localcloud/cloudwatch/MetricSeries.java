package dev.provision.localcloud.cloudwatch;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The values of one metric over time: by the second for a few minutes, by the minute for a day. Thread-safe.
 *
 * <p>AWS publishes its own metrics by the minute only; the seconds are what makes a rehearsal on a laptop quick.
 */
final class MetricSeries {
    private static final long SECONDS_KEPT = 600;
    private static final long MINUTES_KEPT = 24 * 60;

    private final NavigableMap<Long, Distribution> seconds = new TreeMap<>();
    /** Without the present second, which is added once it is over: the data path adds to one distribution only. */
    private final NavigableMap<Long, Distribution> minutes = new TreeMap<>();

    private long second = Long.MIN_VALUE;
    private Distribution present = new Distribution();
    private String unit = "None";
    private long latest;

    /** @param epochSecond when it was measured */
    synchronized void add(long epochSecond, double value, double times, String unitOfValue) {
        if (epochSecond >= second) {
            present(epochSecond).add(value, times);
        } else {
            late(epochSecond, distribution -> distribution.add(value, times));
        }
        note(epochSecond, unitOfValue);
    }

    synchronized void addStatistics(
            long epochSecond, double times, double sum, double minimum, double maximum, String unitOfValue) {
        if (epochSecond >= second) {
            present(epochSecond).addStatistics(times, sum, minimum, maximum);
        } else {
            late(epochSecond, distribution -> distribution.addStatistics(times, sum, minimum, maximum));
        }
        note(epochSecond, unitOfValue);
    }

    private Distribution present(long epochSecond) {
        if (epochSecond != second) {
            if (second != Long.MIN_VALUE) {
                minute(second).add(present);
            }
            second = epochSecond;
            seconds.headMap(epochSecond - SECONDS_KEPT, false).clear();
            minutes.headMap(epochSecond / 60 - MINUTES_KEPT, false).clear();
            present = seconds.computeIfAbsent(epochSecond, _ -> new Distribution());
        }
        return present;
    }

    private void late(long epochSecond, Consumer<Distribution> addition) {
        if (epochSecond >= second - SECONDS_KEPT) {
            addition.accept(seconds.computeIfAbsent(epochSecond, _ -> new Distribution()));
        }
        if (epochSecond / 60 >= second / 60 - MINUTES_KEPT) {
            addition.accept(minute(epochSecond));
        }
    }

    private Distribution minute(long epochSecond) {
        return minutes.computeIfAbsent(epochSecond / 60, _ -> new Distribution());
    }

    private void note(long epochSecond, String unitOfValue) {
        unit = unitOfValue;
        latest = Math.max(latest, epochSecond);
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
        if (!fine && second >= start && second < Math.ceilDiv(to, scale) * scale) {
            result.computeIfAbsent(Math.floorDiv(second, period) * period, key -> new Distribution())
                    .add(present);
        }
        return result;
    }
}
