package dev.provision.localcloud.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cloud time that passes by itself, and leaps where somebody wants it to be later. What is scheduled runs on a virtual thread
 * of its own; what it throws goes to the log, and a repeated action goes on. Closing it drops whatever has not started.
 */
public final class RunningTime implements CloudTime, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RunningTime.class.getName());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cloud-time").factory());
    private final Clock clock;
    private final Instant start;
    private final double speed;
    private volatile Duration leapt = Duration.ZERO;

    /**
     * @param clock the wall
     * @param speed how many seconds of cloud time pass in one of the wall
     * @throws IllegalArgumentException if the speed is not positive
     */
    public RunningTime(Clock clock, double speed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be positive: " + speed);
        }
        this.clock = clock;
        this.start = clock.instant();
        this.speed = speed;
    }

    @Override
    public Instant now() {
        Instant wall = clock.instant();
        Instant running = speed == 1
                ? wall
                : start.plusNanos((long) (Duration.between(start, wall).toNanos() * speed));
        return running.plus(leapt);
    }

    /**
     * Leaps ahead. What falls due on the way starts now, in its order; what is to be repeated, once; the rest that much sooner.
     *
     * @throws IllegalArgumentException if it would be back in time
     */
    public synchronized void leap(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        leapt = leapt.plus(duration);
        for (Runnable one : timer.getQueue().stream().sorted().toList()) {
            if (one instanceof Delayed task && timer.remove(one)) {
                long left = task.getDelay(TimeUnit.NANOSECONDS) - onTheWall(duration);
                var _ = timer.schedule(one, left, TimeUnit.NANOSECONDS);
            }
        }
    }

    @Override
    public Scheduled after(Duration delay, Runnable action) {
        AtomicBoolean cancelled = new AtomicBoolean();
        schedule(delay, cancelled, action);
        return () -> cancelled.set(true);
    }

    @Override
    public Scheduled every(Duration period, Runnable action) {
        AtomicBoolean cancelled = new AtomicBoolean();
        repeat(now().plus(period), period, cancelled, action);
        return () -> cancelled.set(true);
    }

    private void repeat(Instant due, Duration period, AtomicBoolean cancelled, Runnable action) {
        schedule(Duration.between(now(), due), cancelled, () -> {
            try {
                action.run();
            } finally {
                Instant next = due.plus(period);
                // After a pause of the machine the missed runs are not made up for.
                repeat(next.isBefore(now()) ? now().plus(period) : next, period, cancelled, action);
            }
        });
    }

    private void schedule(Duration delay, AtomicBoolean cancelled, Runnable action) {
        try {
            var _ = timer.schedule(() -> start(cancelled, action), onTheWall(delay), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            cancelled.set(true);
        }
    }

    /** In nanoseconds. */
    private long onTheWall(Duration duration) {
        return (long) (Math.max(0, duration.toNanos()) / speed);
    }

    private static void start(AtomicBoolean cancelled, Runnable action) {
        if (!cancelled.get()) {
            Thread.ofVirtual()
                    .name("cloud-time-action")
                    .uncaughtExceptionHandler(
                            (_, thrown) -> LOG.log(System.Logger.Level.ERROR, "scheduled action", thrown))
                    .start(action);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
