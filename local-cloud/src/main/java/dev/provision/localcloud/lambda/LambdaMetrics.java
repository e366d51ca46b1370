package dev.provision.localcloud.lambda;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.lambda.FunctionStore.Reached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishes what CloudWatch shows of functions (Lambda guide, monitoring-metrics). */
final class LambdaMetrics {
    private static final String NAMESPACE = "AWS/Lambda";

    private final MetricSink sink;

    LambdaMetrics(MetricSink sink) {
        this.sink = sink;
    }

    void invoked(Reached reached, Duration duration, boolean failed, int concurrent) {
        for (Map<String, String> dimensions : dimensions(reached)) {
            sink.record(NAMESPACE, "Invocations", dimensions, 1, "Count");
            sink.record(NAMESPACE, "Errors", dimensions, failed ? 1 : 0, "Count");
            sink.record(NAMESPACE, "Throttles", dimensions, 0, "Count");
            sink.record(NAMESPACE, "Duration", dimensions, duration.toNanos() / 1e6, "Milliseconds");
            sink.record(NAMESPACE, "ConcurrentExecutions", dimensions, concurrent, "Count");
        }
    }

    void throttled(Reached reached) {
        for (Map<String, String> dimensions : dimensions(reached)) {
            sink.record(NAMESPACE, "Throttles", dimensions, 1, "Count");
        }
    }

    /** Over all functions, of the function, of what the caller named, and by an alias also of the version behind it. */
    private static List<Map<String, String>> dimensions(Reached reached) {
        String name = reached.function().name();
        List<Map<String, String>> dimensions = new ArrayList<>();
        dimensions.add(Map.of());
        dimensions.add(Map.of("FunctionName", name));
        String resource =
                reached.qualifier().map(qualifier -> name + ":" + qualifier).orElse(name);
        dimensions.add(Map.of("FunctionName", name, "Resource", resource));
        if (reached.byAlias()) {
            dimensions.add(Map.of(
                    "FunctionName",
                    name,
                    "Resource",
                    resource,
                    "ExecutedVersion",
                    reached.version().version()));
        }
        return dimensions;
    }
}
