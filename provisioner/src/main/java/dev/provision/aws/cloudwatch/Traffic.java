package dev.provision.aws.cloudwatch;

import java.time.Duration;
import java.util.Optional;

/**
 * What a target group had to do in a while.
 *
 * @param requests that were sent to it
 * @param errors answers of 5xx, connections that failed, functions that failed
 * @param throttles requests that a function's limit refused
 * @param p95 the time that 95 of 100 requests did not exceed, of a function without the start of its instances; empty without
 *     requests
 */
public record Traffic(long requests, long errors, long throttles, Optional<Duration> p95) {
    public static final Traffic NONE = new Traffic(0, 0, 0, Optional.empty());

    /** Without what was there {@code before}; the percentile stays, for percentiles cannot be taken apart. */
    public Traffic since(Traffic before) {
        return new Traffic(
                Math.max(0, requests - before.requests),
                Math.max(0, errors - before.errors),
                Math.max(0, throttles - before.throttles),
                p95);
    }
}
