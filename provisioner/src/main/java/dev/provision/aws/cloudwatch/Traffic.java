package dev.provision.aws.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a target group had to do in a while.
 *
 * @param requests that were sent to it
 * @param errors answers of 5xx, connections that failed, functions that failed
 * @param throttles requests that a function's limit refused
 * @param minutes how long requests took, by the minute in which they were answered; without those in which none was
 */
public record Traffic(long requests, long errors, long throttles, Map<Instant, Minute> minutes) {
    public static final Traffic NONE = new Traffic(0, 0, 0, Map.of());

    public Traffic {
        minutes = Map.copyOf(minutes);
    }

    /** How long the requests of a minute took. */
    public record Minute(double requests, Latency latency) {}

    /**
     * How long requests took, those of a function without the start of its instances.
     *
     * @param median the time that half of them did not exceed
     * @param p95 the time that 95 of 100 did not exceed
     */
    public record Latency(Duration median, Duration p95) {}

    /** The minutes' percentiles, each as heavy as its requests: that of all together cannot be told from them. */
    public Optional<Latency> latency() {
        return minutes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Latency(mean(Latency::median), mean(Latency::p95)));
    }

    private Duration mean(Function<Latency, Duration> percentile) {
        double weight = 0;
        double sum = 0;
        for (Minute minute : minutes.values()) {
            double heavy = Math.max(1, minute.requests());
            weight += heavy;
            sum += heavy * percentile.apply(minute.latency()).toNanos();
        }
        return Duration.ofNanos(Math.round(sum / weight));
    }

    /** Without the requests that there were {@code before}; what they took counts with the rest. */
    public Traffic since(Traffic before) {
        return new Traffic(
                Math.max(0, requests - before.requests),
                Math.max(0, errors - before.errors),
                Math.max(0, throttles - before.throttles),
                minutes);
    }

    /**
     * Without all that there was {@code before}, which was another version's: percentiles cannot be taken apart, and so nothing
     * is known of a minute that both had a part in.
     */
    public Traffic apartFrom(Traffic before) {
        Map<Instant, Minute> own = new TreeMap<>(minutes);
        own.keySet().removeAll(before.minutes.keySet());
        Traffic since = since(before);
        return new Traffic(since.requests, since.errors, since.throttles, own);
    }
}
