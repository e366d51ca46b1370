package dev.provision.localcloud.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuBudgetTest {
    private static final long MILLI = 1_000_000;

    private static Duration used(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void whoUsesItsShareIsNotPaused() {
        CpuBudget budget = new CpuBudget(0.25, Duration.ZERO, 0);
        for (int i = 1; i <= 100; i++) {
            assertThat(budget.pause(used(i * 25L), i * 100L * MILLI)).isZero();
        }
    }

    @Test
    void whoUsesAWholeProcessorIsPausedForThreeQuartersOfTheTime() {
        CpuBudget budget = new CpuBudget(0.25, Duration.ZERO, 0);
        long now = 0;
        long cpu = 0;
        while (now < 10_000) {
            now += 10;
            cpu += 10;
            now += budget.pause(used(cpu), now * MILLI).toMillis();
        }
        assertThat(cpu / (double) now).isBetween(0.24, 0.26);
    }

    @Test
    void idleTimeIsNotSavedUpButTheCreditIs() {
        CpuBudget budget = new CpuBudget(0.5, used(1000), 0);
        assertThat(budget.pause(used(0), 20_000 * MILLI)).isZero();
        assertThat(budget.pause(used(1050), 20_000 * MILLI)).isZero();
        assertThat(budget.pause(used(1150), 20_000 * MILLI)).isEqualTo(used(200));
        assertThat(budget.pause(used(1150), 20_200 * MILLI)).isZero();
    }

    @Test
    void creditIsForTheStart() {
        CpuBudget budget = new CpuBudget(0.5, used(1000), 0);
        assertThat(budget.pause(used(500), 29_900 * MILLI)).isZero();
        assertThat(budget.pause(used(550), 30_000 * MILLI)).isZero();
        assertThat(budget.pause(used(600), 30_000 * MILLI)).isZero();
        assertThat(budget.pause(used(610), 30_000 * MILLI)).isEqualTo(used(100));
    }

    @Test
    void itIsLookedAtWhenItsQuotaMayBeUsedUpOrThePeriodEnds() {
        CpuBudget budget = new CpuBudget(0.25, Duration.ZERO, 0);
        assertThat(budget.calm(0)).isEqualTo(used(25));
        assertThat(budget.pause(used(15), 20 * MILLI)).isZero();
        assertThat(budget.calm(20 * MILLI)).isEqualTo(used(10));
        assertThat(budget.calm(95 * MILLI)).isEqualTo(used(5));
        assertThat(budget.calm(100 * MILLI)).isEqualTo(used(25));
        CpuBudget four = new CpuBudget(4, Duration.ZERO, 0);
        assertThat(four.calm(0)).isEqualTo(used(100));
    }

    @Test
    void clockOfAProcessGoesOnUntilItEnds() throws Exception {
        Duration before = CpuClock.of(ProcessHandle.current().pid()).orElseThrow();
        assertThat(before).isPositive();
        assertThat(CpuClock.of(ProcessHandle.current().pid()).orElseThrow()).isGreaterThan(before);
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(CpuClock.of(ended.pid())).isEmpty();
    }
}
