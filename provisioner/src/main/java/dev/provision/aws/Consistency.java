package dev.provision.aws;

import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.Sleeper;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats a call while AWS still disagrees with itself about something that was just made: at intervals from a quarter of a
 * second to two seconds, within a bound.
 */
public final class Consistency {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private final Sleeper sleeper;

    public Consistency(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /**
     * @param bound how long to repeat at most, the calls themselves not counted
     * @param passing whether a refusal may pass by itself
     * @throws AwsRefused the last refusal once the bound is reached, or at once one that does not pass
     */
    public <R> R settle(Duration bound, Predicate<AwsRefused> passing, Supplier<R> call) {
        Duration slept = Duration.ZERO;
        Duration interval = FIRST;
        while (true) {
            try {
                return call.get();
            } catch (AwsRefused refused) {
                if (!passing.test(refused) || slept.compareTo(bound) >= 0) {
                    throw refused;
                }
            }
            pause(interval);
            slept = slept.plus(interval);
            interval = interval.multipliedBy(2);
            interval = interval.compareTo(LONGEST) < 0 ? interval : LONGEST;
        }
    }

    void pause(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new Interrupted("interrupted while AWS settles");
        }
    }
}
