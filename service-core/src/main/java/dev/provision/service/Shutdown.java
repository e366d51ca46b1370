package dev.provision.service;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The end of the process, as a shutdown hook: runs the stages it was given, then ends with exit code 0. The JVM's own
 * code after SIGTERM is 143, which ECS would report as a failure of the task; a hook can only change it by halting.
 */
final class Shutdown implements Runnable {
    /** Something to end in order. */
    interface Stage {
        /**
         * Ends it.
         *
         * @param left how long it may take
         * @throws InterruptedException when the process cannot wait
         */
        void end(Duration left) throws InterruptedException;
    }

    private final Deque<Stage> stages = new ConcurrentLinkedDeque<>();
    private final AtomicReference<Duration> grace = new AtomicReference<>(Duration.ZERO);
    private final AtomicInteger exitCode = new AtomicInteger();

    /** How long all stages together may take. */
    void allow(Duration time) {
        grace.set(time);
    }

    /** Adds a stage that comes before those added so far. */
    void first(Stage stage) {
        stages.addFirst(stage);
    }

    /** The process does not end because it was asked to: its exit code shall be 1. */
    void failed() {
        exitCode.set(1);
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        try {
            for (Stage stage : stages) {
                stage.end(grace.get().minusNanos(System.nanoTime() - start));
            }
        } catch (InterruptedException hurried) {
            failed();
        } finally {
            Runtime.getRuntime().halt(exitCode.get());
        }
    }
}
