package dev.provision.localcloud.elb;

import dev.provision.localcloud.cloudwatch.MetricSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every value that was measured. */
public final class Measured implements MetricSink {
    private final List<Value> values = new CopyOnWriteArrayList<>();

    public record Value(String name, Map<String, String> dimensions, double value, String unit) {}

    @Override
    public void record(String namespace, String name, Map<String, String> dimensions, double value, String unit) {
        values.add(new Value(namespace + " " + name, dimensions, value, unit));
    }

    public List<Value> values() {
        return values;
    }

    /** The sum of a metric over one set of dimensions. */
    public double sum(String name, Map<String, String> dimensions) {
        return values.stream()
                .filter(one -> one.name().equals("AWS/ApplicationELB " + name)
                        && one.dimensions().equals(dimensions))
                .mapToDouble(Value::value)
                .sum();
    }
}
