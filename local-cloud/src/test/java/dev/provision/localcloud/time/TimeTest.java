package dev.provision.localcloud.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeTest {
    @Test
    void runningTimeRunsFaster() throws InterruptedException {
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 1000)) {
            Instant start = time.now();
            CountDownLatch rang = new CountDownLatch(1);
            time.after(Duration.ofMinutes(1), rang::countDown);
            assertThat(rang.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.between(start, time.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(59));
        }
    }

    @Test
    void runningTimeRunsNothingOnTheCallersThread() throws Exception {
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 1)) {
            List<Thread> threads = new ArrayList<>();
            CountDownLatch ran = new CountDownLatch(1);
            time.after(Duration.ZERO, () -> {
                threads.add(Thread.currentThread());
                ran.countDown();
            });
            assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(threads).doesNotContain(Thread.currentThread()).allMatch(Thread::isVirtual);
        }
    }

    @Test
    void aRepeatedActionOutlivesItsFailuresUntilItIsCancelled() throws Exception {
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 1000)) {
            CountDownLatch three = new CountDownLatch(3);
            CloudTime.Scheduled repeated = time.every(Duration.ofSeconds(1), () -> {
                three.countDown();
                throw new IllegalStateException("on purpose");
            });
            assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
            repeated.cancel();
        }
    }

    @Test
    void whatIsCancelledDoesNotRun() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 1000)) {
            // Due in half a second of real time: no busy machine comes to the cancelling later than that.
            time.after(Duration.ofMinutes(8), runs::incrementAndGet).cancel();
            time.after(Duration.ofMinutes(10), later::countDown);
            assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void whatFallsDueInALeapRunsAtOnceAndTheRestSooner() throws Exception {
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 1)) {
            Instant start = time.now();
            CountDownLatch due = new CountDownLatch(1);
            CountDownLatch repeated = new CountDownLatch(1);
            CountDownLatch longer = new CountDownLatch(1);
            time.after(Duration.ofHours(20), due::countDown);
            time.every(Duration.ofHours(1), repeated::countDown);
            time.after(Duration.ofHours(25), longer::countDown);
            time.leap(Duration.ofHours(24));
            assertThat(due.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(repeated.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.between(start, time.now())).isGreaterThanOrEqualTo(Duration.ofHours(24));
            assertThat(longer.getCount()).isOne();
            time.leap(Duration.ofHours(24));
            assertThat(longer.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aLeapTakesTheSpeedIntoAccount() throws Exception {
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 2)) {
            CountDownLatch due = new CountDownLatch(1);
            time.after(Duration.ofHours(1), due::countDown);
            time.leap(Duration.ofHours(1));
            assertThat(due.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void timeDoesNotGoBack() {
        try (RunningTime time = new RunningTime(Clock.systemUTC(), 1)) {
            assertThatThrownBy(() -> time.leap(Duration.ofMinutes(-3))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void speedMustBePositive() {
        assertThatThrownBy(() -> new RunningTime(Clock.systemUTC(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningTime(Clock.systemUTC(), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manualTimeRunsWhatFallsDueInOrder() {
        ManualTime time = new ManualTime(Instant.EPOCH);
        List<String> log = new ArrayList<>();
        time.after(Duration.ofSeconds(5), () -> log.add("five at " + time.now().getEpochSecond()));
        time.every(Duration.ofSeconds(2), () -> log.add("every at " + time.now().getEpochSecond()));
        time.after(Duration.ofSeconds(1), () -> time.after(Duration.ofSeconds(2), () -> log.add("nested")));
        time.after(Duration.ofSeconds(3), () -> log.add("never")).cancel();
        time.after(Duration.ZERO, () -> log.add("zero"));
        assertThat(log).isEmpty();
        time.advance(Duration.ofSeconds(6));
        assertThat(log).containsExactly("zero", "every at 2", "nested", "every at 4", "five at 5", "every at 6");
        assertThat(time.now()).isEqualTo(Instant.ofEpochSecond(6));
    }

    @Test
    void latencyAppliesInItsProfileOnly() {
        assertThat(Latency.AWS.of(Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
        assertThat(Latency.INSTANT.of(Duration.ofSeconds(90))).isZero();
    }
}
