package dev.provision.localcloud.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps containers to their share of the processors where there is no right to a control group: stops the program
 * (SIGSTOP) whenever it has used more, and lets it go on (SIGCONT) when it may again. Pauses are some ten milliseconds
 * long, as those of the kernel's bandwidth control are. Processes that the program starts are not stopped.
 */
final class CpuLimits implements AutoCloseable {
    /** What a closer look would be late for anyway, on a machine that has something else to do. */
    private static final Duration CLOSEST = Duration.ofMillis(1);

    private final Duration credit;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cpu-limits").factory());

    /** @param credit CPU time that each container has beyond its share to start with: AWS's machines do it quicker */
    CpuLimits(Duration credit) {
        this.credit = credit;
    }

    void add(ProcessContainer container) {
        double share = container.cpuUnits() / 1024.0;
        if (share < Runtime.getRuntime().availableProcessors()) {
            new Limit(container, new CpuBudget(share, credit, System.nanoTime())).later(CLOSEST);
        }
    }

    /** The limit of one container. */
    private final class Limit implements Runnable {
        private final ProcessContainer container;
        private final CpuBudget budget;
        private boolean paused;

        Limit(ProcessContainer container, CpuBudget budget) {
            this.container = container;
            this.budget = budget;
        }

        @Override
        public void run() {
            if (paused) {
                container.resume();
                paused = false;
            }
            Optional<Duration> cpu = CpuClock.of(container.pid());
            if (cpu.isEmpty()) {
                return; // it has ended
            }
            long now = System.nanoTime();
            Duration pause = budget.pause(cpu.get(), now);
            if (pause.isZero()) {
                Duration calm = budget.calm(now);
                later(calm.compareTo(CLOSEST) < 0 ? CLOSEST : calm);
            } else {
                paused = true;
                container.pause();
                later(pause);
            }
        }

        void later(Duration delay) {
            try {
                var _ = ticker.schedule(this, delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                container.resume();
            }
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
