package dev.provision.localcloud.state;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The lock under which every change of the cloud's state happens, whoever makes it: an API call, a task that ended, a
 * health check that changed its mind.
 *
 * <p>One lock for all services, because their rules cross services (a security group in use by an interface of a task)
 * and operations take microseconds. Nothing that blocks (I/O, a process, an invocation) may happen while holding it.
 */
public final class ControlPlane {
    private final ReentrantLock lock = new ReentrantLock();

    /** Runs {@code action} alone and returns its result. */
    public <T> T call(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code action} alone. */
    public void run(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
