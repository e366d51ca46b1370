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
}
