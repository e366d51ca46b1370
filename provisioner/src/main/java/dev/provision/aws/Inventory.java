package dev.provision.aws;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The live resources of one kind: described once for all steps of that kind, and again after a write. Safe for use by many
 * threads.
 *
 * @param <T> the resource
 */
public final class Inventory<T> {
    private final Supplier<List<T>> describe;
    private Supplier<List<T>> next;
    private final ReentrantLock loading = new ReentrantLock();
    private final AtomicLong writes = new AtomicLong();
    private Optional<Snapshot<T>> snapshot = Optional.empty();

    /** @param describe asks AWS for all of them */
    public Inventory(Supplier<List<T>> describe) {
        this(describe, describe);
    }

    /**
     * An inventory that begins with what was seen already.
     *
     * @param seen answers the first question
     * @param describe asks AWS for all of them
     */
    public Inventory(Supplier<List<T>> seen, Supplier<List<T>> describe) {
        this.next = seen;
        this.describe = describe;
    }

    private record Snapshot<T>(long writes, List<T> all) {}

    /** All of them, as of the last write. */
    public List<T> all() {
        loading.lock();
        try {
            long now = writes.get();
            Optional<Snapshot<T>> current = snapshot.filter(s -> s.writes() == now);
            if (current.isPresent()) {
                return current.get().all();
            }
            List<T> loaded = List.copyOf(next.get());
            next = describe;
            snapshot = Optional.of(new Snapshot<>(now, loaded));
            return loaded;
        } finally {
            loading.unlock();
        }
    }

    public Optional<T> first(Predicate<T> which) {
        return all().stream().filter(which).findFirst();
    }

    /** Something was or may have been written: the next question goes to AWS. */
    public void stale() {
        writes.incrementAndGet();
    }

    /** {@link #all()}, as of now. */
    public List<T> fresh() {
        stale();
        return all();
    }
}
