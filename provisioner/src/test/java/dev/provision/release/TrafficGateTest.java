package dev.provision.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.cloudwatch.Traffic;
import dev.provision.aws.cloudwatch.Traffic.Latency;
import dev.provision.aws.cloudwatch.Traffic.Minute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficGateTest {
    private static final Instant MINUTE = Instant.parse("2025-12-11T10:30:00Z");
    private final TrafficGate gate = new TrafficGate(new Limits(1, 2, Duration.ofMillis(250), 20, List.of()));

    private static Traffic traffic(long requests, long errors, long millis) {
        return traffic(requests, errors, millis, millis);
    }

    private static Traffic traffic(long requests, long errors, long median, long p95) {
        return new Traffic(requests, errors, 0, Map.of(MINUTE, minute(requests, median, p95)));
    }

    private static Minute minute(long requests, long median, long p95) {
        return new Minute(requests, new Latency(Duration.ofMillis(median), Duration.ofMillis(p95)));
    }

    @Test
    void tooFewRequestsHold() {
        assertThat(gate.judge(traffic(1000, 0, 5), Traffic.NONE)).isInstanceOf(Verdict.Hold.class);
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(19, 19, 5))).isInstanceOf(Verdict.Hold.class);
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(20, 0, 5))).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void failuresAboveTheLimitAbort() {
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(100, 1, 5))).isInstanceOf(Verdict.Pass.class);
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(100, 2, 5)))
                .isInstanceOfSatisfying(
                        Verdict.Abort.class, abort -> assertThat(abort.reason()).contains("2 of 100 requests"));
    }

    @Test
    void throttledRequestsAreFailures() {
        assertThat(gate.judge(traffic(1000, 0, 5), new Traffic(100, 0, 3, Map.of())))
                .isInstanceOf(Verdict.Abort.class);
    }

    @Test
    void whatFailsOnTheOldVersionTooIsNotTheNewOnesFault() {
        assertThat(gate.judge(traffic(1000, 50, 5), traffic(100, 4, 5))).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void a95thPercentileAboveTheLimitHoldsForItMayComeDown() {
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(100, 0, 5, 5000)))
                .isInstanceOfSatisfying(
                        Verdict.Hold.class, hold -> assertThat(hold.reason()).contains("p95 is 5000 ms"));
        assertThat(gate.judge(traffic(1000, 0, 200), traffic(400, 0, 600))).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void the95thPercentileOfFewRequestsIsThatOfAColdVersion() {
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(99, 0, 5, 5000))).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void aMedianAboveTheLimitAbortsAsSoonAsThereAreEnoughRequests() {
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(20, 0, 1200)))
                .isInstanceOfSatisfying(
                        Verdict.Abort.class, abort -> assertThat(abort.reason()).contains("median is 1200 ms"));
        assertThat(gate.judge(traffic(1000, 0, 5), traffic(19, 0, 1200))).isInstanceOf(Verdict.Hold.class);
        assertThat(gate.judge(traffic(19, 0, 5), traffic(20, 0, 1200))).isInstanceOf(Verdict.Pass.class);
    }

    @Test
    void aMinuteThatAnotherVersionHadAPartInTellsNothing() {
        Traffic before = traffic(500, 0, 5);
        Traffic shared = new Traffic(540, 0, 0, Map.of(MINUTE, minute(540, 5, 1200))).apartFrom(before);
        assertThat(gate.judge(traffic(1000, 0, 5), shared)).isInstanceOf(Verdict.Hold.class);

        Instant next = MINUTE.plusSeconds(60);
        Traffic later = new Traffic(570, 0, 0, Map.of(MINUTE, minute(540, 5, 1200), next, minute(30, 1200, 1200)))
                .apartFrom(before);
        assertThat(later.requests()).isEqualTo(70);
        assertThat(gate.judge(traffic(1000, 0, 5), later))
                .isInstanceOfSatisfying(
                        Verdict.Abort.class, abort -> assertThat(abort.reason()).contains("median is 1200 ms"));
    }

    @Test
    void nothingIsJudgedWhereNoRequestIsNeeded() {
        TrafficGate quiet = new TrafficGate(new Limits(1, 2, Duration.ofMillis(250), 0, List.of()));
        assertThat(quiet.judge(Traffic.NONE, Traffic.NONE)).isInstanceOf(Verdict.Pass.class);
        assertThat(quiet.judge(Traffic.NONE, traffic(3, 3, 5))).isInstanceOf(Verdict.Abort.class);
    }
}
