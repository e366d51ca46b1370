package dev.provision.release;

import dev.provision.aws.cloudwatch.Traffic;
import dev.provision.aws.cloudwatch.Traffic.Latency;
import java.time.Duration;
import java.util.Locale;

/** Judges a new version by the requests of clients that it and the old one got. Pure. */
record TrafficGate(Limits limits) {
    /** The 95th percentile of fewer requests is that of the first ones, which find a cold version. */
    private static final long P95_NEEDS = 5;

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
        if (!enough && limits.minimumRequests() > 0) {
            return Verdict.hold(fresh.requests() + " of the " + limits.minimumRequests()
                    + " requests that it takes to judge the new version");
        }
        return latency(old, fresh);
    }

    private static double rate(Traffic traffic) {
        return traffic.requests() == 0 ? 0 : 100.0 * (traffic.errors() + traffic.throttles()) / traffic.requests();
    }

    /**
     * A median above the limit is no accident. A 95th percentile may be that of instances which have just started, and come down
     * as they warm up: it holds, and what holds for too long is given up.
     */
    private Verdict latency(Traffic old, Traffic fresh) {
        if (old.requests() < Math.max(1, limits.minimumRequests())
                || old.latency().isEmpty()) {
            return Verdict.pass();
        }
        if (fresh.latency().isEmpty()) {
            // Where few are wanted there may be no further ones to wait for.
            return limits.minimumRequests() > 0
                    ? Verdict.hold("nobody knows yet how long its requests take")
                    : Verdict.pass();
        }
        Duration before = old.latency().get().p95();
        Duration allowed = Duration.ofNanos(Math.round(before.toNanos() * limits.latencyFactor()))
                .plus(limits.latencySlack());
        String of = ", the old one's p95 " + millis(before) + " (allowed are " + millis(allowed) + ")";
        Latency seen = fresh.latency().get();
        if (seen.median().compareTo(allowed) > 0) {
            return Verdict.abort("the new version's median is " + millis(seen.median()) + of, "");
        }
        long many = P95_NEEDS * Math.max(P95_NEEDS, limits.minimumRequests());
        return Math.min(old.requests(), fresh.requests()) >= many && seen.p95().compareTo(allowed) > 0
                ? Verdict.hold("the new version's p95 is " + millis(seen.p95()) + of)
                : Verdict.pass();
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
