package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.time.CloudTime;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** All metrics with their values; the sink of the services. */
final class Metrics implements MetricSink {
    private final CloudTime time;
    private final Map<MetricId, MetricSeries> series = new ConcurrentHashMap<>();

    Metrics(CloudTime time) {
        this.time = time;
    }

    @Override
    public void record(String namespace, String name, Map<String, String> dimensions, double value, String unit) {
        series(new MetricId(namespace, name, dimensions)).add(time.now().getEpochSecond(), value, 1, unit);
    }

    @Override
    public Meter meter(String namespace, String name, Map<String, String> dimensions, String unit) {
        return new Recorder(new MetricId(namespace, name, Map.copyOf(dimensions)), unit);
    }

    /** Finds its series with its first value, so that a metric without any is not listed. */
    private final class Recorder implements Meter {
        private final MetricId id;
        private final String unit;
        private volatile Optional<MetricSeries> found = Optional.empty();

        Recorder(MetricId id, String unit) {
            this.id = id;
            this.unit = unit;
        }

        @Override
        public void record(double value) {
            Optional<MetricSeries> here = found;
            if (here.isEmpty()) {
                here = Optional.of(series(id));
                found = here;
            }
            here.get().add(time.now().getEpochSecond(), value, 1, unit);
        }
    }

    MetricSeries series(MetricId id) {
        return series.computeIfAbsent(id, key -> new MetricSeries());
    }

    /** The values by period; see {@link MetricSeries#by}. Empty for a metric that was never recorded. */
    NavigableMap<Long, Distribution> by(MetricId id, long from, long to, long period) {
        MetricSeries found = series.get(id);
        return found == null ? new TreeMap<>() : found.by(from, to, period);
    }

    List<MetricId> ids() {
        return series.keySet().stream().sorted(MetricId.order()).toList();
    }

    long now() {
        return time.now().getEpochSecond();
    }
}
