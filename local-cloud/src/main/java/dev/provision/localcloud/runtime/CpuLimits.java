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
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration CLOSE_LOOK = Duration.ofMillis(10);
    /** After so many looks without a pause, it is looked at less often. */
    private static final int CALM = 50;

    private final Duration credit;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cpu-limits").factory());

    /** @param credit CPU time that each container has beyond its share, once: AWS's machines start processes quicker */
    CpuLimits(Duration credit) {
        this.credit = credit;
    }

    void add(ProcessContainer container) {
        double share = container.cpuUnits() / 1024.0;
        if (share < Runtime.getRuntime().availableProcessors()) {
            new Limit(container, new CpuBudget(share, credit, System.nanoTime())).later(LOOK);
        }
    }

    /** The limit of one container. */
    private final class Limit implements Runnable {
        private final ProcessContainer container;
        private final CpuBudget budget;
        private int calm;
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
                later(CLOSE_LOOK);
                return;
            }
            Optional<Duration> cpu = ProcFiles.cpu(container.pid());
            if (cpu.isEmpty()) {
                return; // it has ended
            }
            Duration pause = budget.pause(cpu.get(), System.nanoTime());
            if (pause.isZero()) {
                calm++;
                later(calm > CALM ? LOOK : CLOSE_LOOK);
            } else {
                calm = 0;
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
