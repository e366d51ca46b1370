package dev.provision.service.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Does something some time after it was asked to, once for all who ask meanwhile. In a thread of the platform, which makes
 * progress also when virtual threads that do not pause keep all of their carriers; without one until it is first asked.
 */
final class Later {
    private final Thread thread;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();

    Later(Runnable work, Duration after) {
        this.thread = Thread.ofPlatform().name("later").daemon().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                while (!asked.get()) {
                    LockSupport.park(this);
                }
                LockSupport.parkNanos(this, after.toNanos());
                // before the work, so that who asks while it is done is not forgotten
                asked.set(false);
                work.run();
            }
        });
    }

    /** Costs a system call for the first who asks, and a look at a field for the others. */
    void ask() {
        if (!asked.get() && asked.compareAndSet(false, true)) {
            if (started.compareAndSet(false, true)) {
                thread.start();
            }
            LockSupport.unpark(thread);
        }
    }
}
