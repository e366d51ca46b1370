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
    // whether the thread must be woken for what is asked
    private final AtomicBoolean asleep = new AtomicBoolean(true);

    Later(Runnable work, Duration after) {
        this.thread = Thread.ofPlatform().name("later").daemon().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                asleep.set(true);
                while (!asked.get()) {
                    LockSupport.park(this);
                }
                asleep.set(false);
                LockSupport.parkNanos(this, after.toNanos());
                // before the work, so that who asks while it is done is not forgotten
                while (asked.getAndSet(false)) {
                    work.run();
                    // who is asked all the time need not be woken each time
                    LockSupport.parkNanos(this, after.toNanos());
                }
            }
        });
    }

    /** Costs a system call for the first who asks after a pause, and a look at a field for the others. */
    void ask() {
        if (!asked.get() && asked.compareAndSet(false, true)) {
            if (started.compareAndSet(false, true)) {
                thread.start();
            }
            if (asleep.get()) {
                LockSupport.unpark(thread);
            }
        }
    }
}
