package dev.provision.localcloud.cloudwatch;

import java.util.Map;

/** Takes the values that services measure. Thread-safe, cheap, called on the data path. */
public interface MetricSink {
    /**
     * Records one value at the cloud's present time.
     *
     * @param namespace for example {@code AWS/ApplicationELB}
     * @param name for example {@code TargetResponseTime}
     * @param dimensions exactly as AWS publishes them
     * @param value in {@code unit}
     * @param unit CloudWatch's name for it, for example {@code Seconds}, {@code Count}, {@code Percent}
     */
    void record(String namespace, String name, Map<String, String> dimensions, double value, String unit);

    /**
     * A metric into which values are recorded again and again, without its being looked up each time. It is listed from
     * its first value on.
     */
    default Meter meter(String namespace, String name, Map<String, String> dimensions, String unit) {
        Map<String, String> kept = Map.copyOf(dimensions);
        return value -> record(namespace, name, kept, value, unit);
    }

    /** Takes the values of one metric; see {@link MetricSink#record}. */
    @FunctionalInterface
    interface Meter {
        void record(double value);
    }
}
