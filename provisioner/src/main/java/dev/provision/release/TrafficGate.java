package dev.provision.release;

import dev.provision.aws.cloudwatch.Traffic;
import dev.provision.aws.cloudwatch.Traffic.Latency;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Judges a new version by the requests of clients that it and the old one got. Pure. */
record TrafficGate(Limits limits) {
    /** The 95th percentile of fewer requests is that of the first ones, which find a cold version; their median is not. */
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
        Optional<String> slow = enough ? slow(old, fresh) : Optional.empty();
        if (slow.isPresent()) {
            return Verdict.abort(slow.get(), "");
        }
        return fresh.requests() >= limits.minimumRequests()
                ? Verdict.pass()
                : Verdict.hold(fresh.requests() + " of the " + limits.minimumRequests()
                        + " requests that it takes to judge the new version");
    }

    private static double rate(Traffic traffic) {
        return traffic.requests() == 0 ? 0 : 100.0 * (traffic.errors() + traffic.throttles()) / traffic.requests();
    }

    /** How it is slower than allowed: by its 95th percentile, or by its median while the former would say nothing. */
    private Optional<String> slow(Traffic old, Traffic fresh) {
        if (old.requests() < Math.max(1, limits.minimumRequests())
                || old.latency().isEmpty()
                || fresh.latency().isEmpty()) {
            return Optional.empty();
        }
        long many = P95_NEEDS * Math.max(P95_NEEDS, limits.minimumRequests());
        boolean judgesP95 = Math.min(old.requests(), fresh.requests()) >= many;
        Latency seen = fresh.latency().get();
        Duration took = judgesP95 ? seen.p95() : seen.median();
        Duration before = old.latency().get().p95();
        Duration allowed = Duration.ofNanos(Math.round(before.toNanos() * limits.latencyFactor()))
                .plus(limits.latencySlack());
        return took.compareTo(allowed) <= 0
                ? Optional.empty()
                : Optional.of("the new version's " + (judgesP95 ? "p95" : "median") + " is " + millis(took)
                        + ", the old one's p95 " + millis(before) + " (allowed are " + millis(allowed) + ")");
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
