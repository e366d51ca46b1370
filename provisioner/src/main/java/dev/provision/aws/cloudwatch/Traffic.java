package dev.provision.aws.cloudwatch;

import java.time.Duration;
import java.util.Optional;

/**
 * What a target group had to do in a while.
 *
 * @param requests that were sent to it
 * @param errors answers of 5xx, connections that failed, functions that failed
 * @param throttles requests that a function's limit refused
 * @param latency how long requests took; empty without requests
 */
public record Traffic(long requests, long errors, long throttles, Optional<Latency> latency) {
    public static final Traffic NONE = new Traffic(0, 0, 0, Optional.empty());

    /**
     * How long requests took, those of a function without the start of its instances.
     *
     * @param median the time that half of them did not exceed
     * @param p95 the time that 95 of 100 did not exceed
     */
    public record Latency(Duration median, Duration p95) {}

    /** Without what was there {@code before}; the latency stays, for percentiles cannot be taken apart. */
    public Traffic since(Traffic before) {
        return new Traffic(
                Math.max(0, requests - before.requests),
                Math.max(0, errors - before.errors),
                Math.max(0, throttles - before.throttles),
                latency);
    }
}
