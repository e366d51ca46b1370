package dev.provision.graph;

import java.time.Duration;

/** Lets time pass. Injected, so that tests own the time; {@link #system()} is the only place that really sleeps. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Returns after {@code duration}.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;

    /** The sleeper that really sleeps. */
    static Sleeper system() {
        return Thread::sleep;
    }
}
