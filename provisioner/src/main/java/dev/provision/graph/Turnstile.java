package dev.provision.graph;

import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A semaphore that lets the most urgent waiter in first; among equals, the one that came first. */
final class Turnstile {
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
    private int free;
    private long arrivals;

    Turnstile(int permits) {
        this.free = permits;
    }

    /**
     * Makes a call while holding a permit.
     *
     * @param urgency the higher, the earlier
     */
    <T> T pass(long urgency, Supplier<T> call) {
        enter(urgency);
        try {
            return call.get();
        } finally {
            leave();
        }
    }

    private void enter(long urgency) {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return;
            }
            Waiter waiter = new Waiter(urgency, arrivals++, lock.newCondition());
            waiters.add(waiter);
            while (waiters.contains(waiter)) {
                waiter.turn().awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            Waiter next = waiters.poll();
            if (next == null) {
                free++;
            } else {
                next.turn().signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private record Waiter(long urgency, long arrival, Condition turn) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            int byUrgency = Long.compare(other.urgency, urgency);
            return byUrgency != 0 ? byUrgency : Long.compare(arrival, other.arrival);
        }
    }
}
