package dev.provision.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * The requests that a route gets.
 *
 * @param requestsPerDay not negative
 * @param duration of one, in the handler
 */
public record Load(BigDecimal requestsPerDay, Duration duration) {
    /** What a request takes unless something else is said. */
    public static final Duration STANDARD = Duration.ofMillis(200);

    private static final BigDecimal SECONDS_A_DAY = BigDecimal.valueOf(86_400);

    public Load {
        if (requestsPerDay.signum() < 0 || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("not a load: " + requestsPerDay + " a day of " + duration);
        }
    }

    public static Load of(long requestsPerDay, Duration duration) {
        return new Load(BigDecimal.valueOf(requestsPerDay), duration);
    }

    public static Load none() {
        return of(0, STANDARD);
    }

    /** A load of so many requests a month of 730 hours. */
    public static Load monthly(long requests, Duration duration) {
        return new Load(BigDecimal.valueOf(requests).divide(Money.DAYS, MathContext.DECIMAL128), duration);
    }

    BigDecimal requestsPerMonth() {
        return requestsPerDay.multiply(Money.DAYS);
    }

    BigDecimal requestsPerSecond() {
        return requestsPerDay.divide(SECONDS_A_DAY, MathContext.DECIMAL128);
    }

    /** Seconds, exactly. */
    BigDecimal seconds() {
        return BigDecimal.valueOf(duration.toNanos(), 9);
    }

    Load with(BigDecimal otherRequestsPerDay) {
        return new Load(otherRequestsPerDay, duration);
    }
}
