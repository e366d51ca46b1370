package dev.provision.localcloud.runtime;

import dev.provision.localcloud.runtime.ContainerRuntime.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks at the memory of all running containers a few times a second, and ends those that use more than they may.
 *
 * <p>Like the kernel's memory controller it counts against the limit only what cannot be reclaimed: anonymous and shared
 * memory of the container's processes, not the pages of mapped files.
 */
final class ResourceWatch implements AutoCloseable {
    private static final long TICK_MILLIS = 250;
    private static final int TICKS_BETWEEN_SCANS = 4;

    private final Map<Long, ProcessContainer> containers = new ConcurrentHashMap<>();
    /** The containers that sessions of their own belong to. */
    private final Map<Long, Long> joined = new ConcurrentHashMap<>();

    private final Map<Long, List<Long>> members = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("container-watch").factory());
    private int tick;

    ResourceWatch() {
        var _ = ticker.scheduleWithFixedDelay(this::look, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(ProcessContainer container) {
        containers.put(container.pid(), container);
        var _ = container.exit().thenRun(() -> {
            containers.remove(container.pid());
            members.remove(container.pid());
        });
    }

    /** Counts another session as the container's. */
    void join(long container, long session) {
        joined.put(session, container);
    }

    void leave(long session) {
        joined.remove(session);
    }

    /** What the container's processes use now; nothing if they have ended. */
    Usage usage(long pid) {
        ProcFiles.Sample sum = sample(pid);
        return new Usage(sum.resident(), sum.unreclaimable(), sum.cpu());
    }

    private void look() {
        if (containers.isEmpty()) {
            return;
        }
        // A scan of all processes costs much more than a look at those that are known.
        if (tick++ % TICKS_BETWEEN_SCANS == 0) {
            scan();
        }
        containers.forEach((pid, container) -> {
            if (sample(pid).unreclaimable() > container.memoryLimit()) {
                container.killOutOfMemory();
            }
        });
    }

    private void scan() {
        Set<Long> sessions = Set.copyOf(containers.keySet());
        Map<Long, Long> others = Map.copyOf(joined);
        Map<Long, List<Long>> found =
                ProcFiles.members(session -> sessions.contains(session) || others.containsKey(session)).stream()
                        .collect(Collectors.groupingBy(
                                member -> others.getOrDefault(member.session(), member.session()),
                                Collectors.mapping(ProcFiles.Member::pid, Collectors.toUnmodifiableList())));
        members.keySet().retainAll(found.keySet());
        members.putAll(found);
    }

    private ProcFiles.Sample sample(long session) {
        return members.getOrDefault(session, List.of(session)).stream()
                .flatMap(pid -> ProcFiles.sample(pid).stream())
                .reduce(new ProcFiles.Sample(0, 0, Duration.ZERO), ProcFiles.Sample::plus);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
