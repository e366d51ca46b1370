package dev.provision.service.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The requests that are being answered now: to wait for them at shutdown, and to cancel one that is out of time. */
public final class InFlight {
    private final Set<Work> works = ConcurrentHashMap.newKeySet();

    /** A request while it is being answered; closed by the thread that answers it. */
    public final class Work implements AutoCloseable {
        private final Optional<String> requestId;
        private final Thread thread;
        private boolean awaited;
        private boolean done;

        private Work(Optional<String> requestId, Thread thread) {
            this.requestId = requestId;
            this.thread = thread;
        }

        /** The JVM's own code of a new object is a call into it, which every request would pay for. */
        @Override
        public int hashCode() {
            return thread.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public synchronized void close() {
            works.remove(this);
            done = true;
            if (awaited) {
                notifyAll();
            }
        }

        private synchronized boolean await(long deadlineNanos) throws InterruptedException {
            awaited = true;
            while (!done) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        }

        /** Not after close: the thread may be busy with the next request of the connection by then. */
        private synchronized void interrupt() {
            if (!done) {
                thread.interrupt();
            }
        }
    }

    /** Notes that the calling thread answers a request from now until the result is closed. */
    public Work begin(Optional<String> requestId) {
        Work work = new Work(requestId, Thread.currentThread());
        works.add(work);
        return work;
    }

    /** How many there are now. */
    int count() {
        return works.size();
    }

    /** Interrupts the thread that answers the request of that id; does nothing when it is done already. */
    public void cancel(String requestId) {
        works.stream()
                .filter(work -> work.requestId.filter(requestId::equals).isPresent())
                .forEach(Work::interrupt);
    }

    /**
     * Waits until the request of that id is answered, measured and logged; does nothing when it is already.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public void awaitEnd(String requestId, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Work work : works) {
            if (work.requestId.filter(requestId::equals).isPresent()) {
                work.await(deadline);
            }
        }
    }

    /**
     * Waits for the requests that are in flight now, not for those that come in meanwhile.
     *
     * @return whether all were done in time
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean awaitCurrent(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Work work : Set.copyOf(works)) {
            if (!work.await(deadline)) {
                return false;
            }
        }
        return true;
    }
}
