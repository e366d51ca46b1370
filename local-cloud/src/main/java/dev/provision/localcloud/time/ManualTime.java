package dev.provision.localcloud.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cloud time that stands still until it is moved, for tests. What is scheduled runs in order, on the thread that moves it,
 * each at its own instant. Thread-safe, except that only one thread may move it.
 */
public final class ManualTime implements CloudTime {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::sequence));
    private Instant now;
    private long sequence;

    private record Task(Instant due, long sequence, AtomicBoolean cancelled, Runnable action) {}

    public ManualTime(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public Scheduled after(Duration delay, Runnable action) {
        AtomicBoolean cancelled = new AtomicBoolean();
        add(delay, cancelled, action);
        return () -> cancelled.set(true);
    }

    @Override
    public Scheduled every(Duration period, Runnable action) {
        AtomicBoolean cancelled = new AtomicBoolean();
        repeat(period, cancelled, action);
        return () -> cancelled.set(true);
    }

    private void repeat(Duration period, AtomicBoolean cancelled, Runnable action) {
        add(period, cancelled, () -> {
            action.run();
            repeat(period, cancelled, action);
        });
    }

    private synchronized void add(Duration delay, AtomicBoolean cancelled, Runnable action) {
        tasks.add(new Task(now.plus(delay), sequence++, cancelled, action));
    }

    /** Moves on and runs what falls due on the way; with {@link Duration#ZERO}, what is due already. */
    public void advance(Duration duration) {
        Instant end = now().plus(duration);
        for (Optional<Task> task = next(end); task.isPresent(); task = next(end)) {
            task.filter(due -> !due.cancelled().get())
                    .ifPresent(due -> due.action().run());
        }
        set(end);
    }

    private synchronized Optional<Task> next(Instant end) {
        Optional<Task> next =
                Optional.ofNullable(tasks.peek()).filter(task -> !task.due().isAfter(end));
        next.ifPresent(task -> {
            tasks.remove();
            set(task.due().isAfter(now) ? task.due() : now);
        });
        return next;
    }

    private synchronized void set(Instant instant) {
        now = instant;
    }
}
