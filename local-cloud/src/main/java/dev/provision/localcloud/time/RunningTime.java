package dev.provision.localcloud.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cloud time that passes by itself. What is scheduled runs on a virtual thread of its own; what it throws goes to the log,
 * and a repeated action goes on. Closing it drops whatever has not started.
 */
public final class RunningTime implements CloudTime, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RunningTime.class.getName());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cloud-time").factory());
    private final Clock clock;
    private final Instant start;
    private final double speed;

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
        return speed == 1
                ? wall
                : start.plusNanos((long) (Duration.between(start, wall).toNanos() * speed));
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
        long nanos = (long) (Math.max(0, delay.toNanos()) / speed);
        try {
            var _ = timer.schedule(() -> start(cancelled, action), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            cancelled.set(true);
        }
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
