package dev.provision.release;

import dev.provision.aws.cloudwatch.Traffic;
import java.time.Duration;
import java.util.Locale;

/** Judges a new version by the requests of clients that it and the old one got. Pure. */
record TrafficGate(Limits limits) {
    /** A percentile of few requests is that of the first ones, which find a cold version. */
    private static final long LATENCY_NEEDS = 5;

    /** A single failure of few requests is a large share of them. */
    private static final long FEWEST_ERRORS = 2;

    /** @param old since the release began, as is {@code fresh} */
    Verdict judge(Traffic old, Traffic fresh) {
        long bad = fresh.errors() + fresh.throttles();
        double rate = fresh.requests() == 0 ? 0 : 100.0 * bad / fresh.requests();
        boolean enough = fresh.requests() >= Math.max(1, limits.minimumRequests());
        if (enough && bad >= FEWEST_ERRORS && rate > limits.errorRate() && rate > rate(old)) {
            return Verdict.abort(
                    String.format(
                            Locale.ROOT,
                            "%d of %d requests to the new version failed (%.1f %%, allowed are %.1f %%; of the old version's"
                                    + " %.1f %%)",
                            bad,
                            fresh.requests(),
                            rate,
                            limits.errorRate(),
                            rate(old)),
                    "");
        }
        if (slow(old, fresh)) {
            return Verdict.abort(
                    "the new version's p95 is " + millis(fresh.p95().orElseThrow()) + ", the old one's "
                            + millis(old.p95().orElseThrow()) + " (allowed are " + millis(allowed(old)) + ")",
                    "");
        }
        return fresh.requests() >= limits.minimumRequests()
                ? Verdict.pass()
                : Verdict.hold(fresh.requests() + " of the " + limits.minimumRequests()
                        + " requests that it takes to judge the new version");
    }

    private static double rate(Traffic traffic) {
        return traffic.requests() == 0 ? 0 : 100.0 * (traffic.errors() + traffic.throttles()) / traffic.requests();
    }

    private boolean slow(Traffic old, Traffic fresh) {
        long needed = LATENCY_NEEDS * Math.max(LATENCY_NEEDS, limits.minimumRequests());
        return fresh.requests() >= needed
                && old.requests() >= needed
                && fresh.p95().isPresent()
                && old.p95().isPresent()
                && fresh.p95().get().compareTo(allowed(old)) > 0;
    }

    private Duration allowed(Traffic old) {
        double factored = old.p95().orElseThrow().toNanos() * limits.latencyFactor();
        return Duration.ofNanos(Math.round(factored)).plus(limits.latencySlack());
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
