package dev.provision.graph;

import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks again and again until there is an answer: at once, then after half a second, then at intervals of up to five
 * seconds that grow by a fifth, so that whatever is over in a few seconds is not seen much later.
 */
public final class Poller {
    static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration BRISK = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final Clock clock;
    private final Sleeper sleeper;
    private final Duration first;
    private final BooleanSupplier stopped;

    public Poller(Clock clock, Sleeper sleeper) {
        this(clock, sleeper, FIRST, () -> false);
    }

    /** For what takes less than a second: a local process. The second question comes after 50 ms already. */
    public static Poller brisk(Clock clock, Sleeper sleeper) {
        return new Poller(clock, sleeper, BRISK, () -> false);
    }

    /** @param stopped once it is true, a wait ends with the last {@link Readiness.Pending} */
    Poller(Clock clock, Sleeper sleeper, Duration first, BooleanSupplier stopped) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.first = first;
        this.stopped = stopped;
    }

    /**
     * Probes until the answer is not pending.
     *
     * @param key whose wait it is
     * @param bound how long to wait at most
     * @param probe gives the current state
     * @param pending told the reason each time the answer is pending
     * @return ready or failed; pending only if the run was stopped
     * @throws WaitTimedOut if it is still pending after {@code bound}
     */
    public Readiness await(StepKey key, Duration bound, Supplier<Readiness> probe, Consumer<String> pending) {
        Instant deadline = clock.instant().plus(bound);
        Duration interval = first;
        while (true) {
            Readiness readiness = probe.get();
            if (!(readiness instanceof Readiness.Pending(String reason))) {
                return readiness;
            }
            pending.accept(reason);
            Duration left = Duration.between(clock.instant(), deadline);
            if (!left.isPositive()) {
                throw new WaitTimedOut(
                        key, reason, "see what doctor, status and logs say of it, then run the command again");
            }
            if (stopped.getAsBoolean()) {
                return readiness;
            }
            sleep(interval.compareTo(left) < 0 ? interval : left);
            interval = longer(interval);
        }
    }

    private void sleep(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new Interrupted("interrupted while waiting");
        }
    }

    private static Duration longer(Duration interval) {
        Duration next = interval.multipliedBy(6).dividedBy(5);
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }
}
