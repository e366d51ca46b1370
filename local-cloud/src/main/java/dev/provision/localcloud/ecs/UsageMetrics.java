package dev.provision.localcloud.ecs;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.runtime.ContainerRuntime.Container;
import dev.provision.localcloud.runtime.ContainerRuntime.Usage;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishes once a minute how much of its CPU and memory each task of a service uses; CloudWatch's average is the
 * service's utilisation (ECS guide, cloudwatch-metrics).
 */
final class UsageMetrics {
    private static final String NAMESPACE = "AWS/ECS";
    private static final double MIB = 1024.0 * 1024.0;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BEFORE_ITS_END = Duration.ofMillis(500);

    private final ControlPlane plane;
    private final EcsStore store;
    private final MetricSink sink;
    private Map<String, Sample> before = Map.of();

    /** CPU time of a task at an instant of the wall, which is the clock that CPU time runs by. */
    private record Sample(Duration cpu, long nanos) {}

    private record Measured(
            String id, String cluster, String service, int cpuUnits, int memoryMib, List<Container> containers) {}

    UsageMetrics(ControlPlane plane, EcsStore store, MetricSink sink) {
        this.plane = plane;
        this.store = store;
        this.sink = sink;
    }

    /**
     * Publishes at the end of each minute of the clock, for CloudWatch's minutes are the clock's: what was measured belongs
     * to the one in which it was.
     */
    CloudTime.Scheduled everyMinute(CloudTime time) {
        AtomicBoolean over = new AtomicBoolean();
        atEndOfMinute(time, over);
        return () -> over.set(true);
    }

    private void atEndOfMinute(CloudTime time, AtomicBoolean over) {
        Instant now = time.now();
        Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE).minus(BEFORE_ITS_END);
        Duration wait = Duration.between(now, next.isAfter(now) ? next : next.plus(MINUTE));
        time.after(wait, () -> {
            if (!over.get()) {
                publish();
                atEndOfMinute(time, over);
            }
        });
    }

    /** Looks at all tasks. Not under the lock: it reads from the operating system. */
    private synchronized void publish() {
        Map<String, Sample> now = new HashMap<>();
        for (Measured task : plane.call(this::running)) {
            List<Usage> usages =
                    task.containers().stream().map(Container::usage).toList();
            Duration cpu = usages.stream().map(Usage::cpu).reduce(Duration.ZERO, Duration::plus);
            // As the statistics of containers have it: without the page cache.
            long bytes = usages.stream().mapToLong(Usage::unreclaimableBytes).sum();
            Sample sample = new Sample(cpu, System.nanoTime());
            now.put(task.id(), sample);
            record(task, "MemoryUtilization", 100.0 * bytes / MIB / task.memoryMib());
            if (before.containsKey(task.id())) {
                record(task, "CPUUtilization", 100.0 * vcpus(before.get(task.id()), sample) * 1024 / task.cpuUnits());
            }
        }
        before = now;
    }

    private static double vcpus(Sample from, Sample to) {
        return (double) to.cpu().minus(from.cpu()).toNanos() / Math.max(1, to.nanos() - from.nanos());
    }

    private void record(Measured task, String name, double percent) {
        sink.record(
                NAMESPACE,
                name,
                Map.of("ClusterName", task.cluster(), "ServiceName", task.service()),
                percent,
                "Percent");
        sink.record(NAMESPACE, name, Map.of("ClusterName", task.cluster()), percent, "Percent");
    }

    private List<Measured> running() {
        return store.tasks().stream()
                .filter(task -> task.is("RUNNING") && task.service().isPresent())
                .map(task -> new Measured(
                        task.id(),
                        task.service().get().cluster().name(),
                        task.service().get().name(),
                        Integer.parseInt(task.view().cpu()),
                        Integer.parseInt(task.view().memory()),
                        List.copyOf(task.running().values())))
                .toList();
    }
}
