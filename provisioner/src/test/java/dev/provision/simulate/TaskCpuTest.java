package dev.provision.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** One task's processor, against what can be computed otherwise. */
final class TaskCpuTest {
    private static final double QUARTER = 0.25;
    private final List<Double> times = new ArrayList<>();

    private TaskCpu task(double share, double cpu) {
        return new TaskCpu(share, cpu, (seconds, requests) -> times.addAll(Collections.nCopies(requests, seconds)));
    }

    @Test
    void quotaOfAPeriodIsFastAndWhatIsBeyondWaitsForTheNext() {
        TaskCpu task = task(QUARTER, 0.02);
        task.arrive(1);
        task.pass(0.1);
        assertThat(times).singleElement().satisfies(alone -> assertThat(alone).isCloseTo(0.02, within(1e-6)));
        times.clear();
        // 80 ms, one after the other: 25 in each of three periods, the rest in the fourth.
        for (int request = 0; request < 4; request++) {
            task.arrive(1);
        }
        task.pass(0.5);
        assertThat(times).usingElementComparator(TaskCpuTest::nearly).containsExactly(0.02, 0.115, 0.21, 0.305);
    }

    private static int nearly(double one, double other) {
        return Math.abs(one - other) < 1e-6 ? 0 : Double.compare(one, other);
    }

    @Test
    void whoIsLeftWhenOthersHaveTakenTheirPartMovesUp() {
        TaskCpu task = task(1, 0.01);
        for (int request = 0; request < 6; request++) {
            task.arrive(1);
        }
        task.pass(0.005);
        task.keep(0.5);
        task.pass(1);
        assertThat(times).usingElementComparator(TaskCpuTest::nearly).containsExactly(0.015, 0.025, 0.035);
    }

    @Test
    void asManyAreComputedAtOnceAsThereAreProcessors() {
        TaskCpu task = task(4, 0.01);
        task.arrive(2);
        task.pass(1);
        assertThat(times).allSatisfy(one -> assertThat(one).isCloseTo(0.01, within(1e-6)));
        times.clear();
        task.arrive(40);
        task.pass(1);
        assertThat(times).hasSize(40).allSatisfy(one -> assertThat(one).isCloseTo(0.1, within(1e-6)));
    }

    @Property(tries = 40)
    void whatItDidIsWhatItWasGiven(
            @ForAll @DoubleRange(min = 0.25, max = 4) double share,
            @ForAll @DoubleRange(min = 0.05, max = 0.95) double load,
            @ForAll long seed) {
        double cpu = 0.01;
        List<Double> left = new ArrayList<>();
        TaskCpu task = new TaskCpu(share, cpu, (seconds, requests) -> left.add(seconds));
        SplittableRandom arrivals = new SplittableRandom(seed);
        double busy = 0;
        for (int request = 0; request < 2_000; request++) {
            task.pass(-Math.log(1 - arrivals.nextDouble()) * cpu / share / load);
            task.arrive(1);
            busy += task.busy();
        }
        task.pass(1_000);
        busy += task.busy();
        assertThat(left).hasSize(2_000).allSatisfy(one -> assertThat(one).isGreaterThan(cpu - 1e-6));
        assertThat(busy * share).isCloseTo(2_000 * cpu, within(1e-6));
        assertThat(task.inside()).isZero();
    }

    /** The kernel's bandwidth control in steps of a tenth of a millisecond: a quota at the beginning of each period. */
    @Test
    void agreesWithTheKernelsPeriods() {
        for (double rate : new double[] {3, 6, 9}) {
            times.clear();
            TaskCpu task = task(QUARTER, 0.02);
            List<Double> arrivals = new ArrayList<>();
            SplittableRandom chance = new SplittableRandom(1);
            double now = 0;
            while (now < 4_000) {
                double gap = -Math.log(1 - chance.nextDouble()) / rate;
                now += gap;
                arrivals.add(now);
                task.pass(gap);
                task.arrive(1);
            }
            task.pass(60);
            List<Double> exact = inPeriods(arrivals);
            for (double part : new double[] {0.5, 0.95, 0.99}) {
                assertThat(percentile(times, part))
                        .as("p%.0f at %.0f requests a second", 100 * part, rate)
                        .isCloseTo(percentile(exact, part), within(0.15 * percentile(exact, part)));
            }
        }
    }

    private static List<Double> inPeriods(List<Double> arrivals) {
        Deque<double[]> running = new ArrayDeque<>();
        List<Double> ended = new ArrayList<>();
        double quota = 0;
        int next = 0;
        for (long step = 0; ended.size() < arrivals.size(); step++) {
            double now = step / 1e4;
            quota = step % 1_000 == 0 ? 0.025 : quota;
            while (next < arrivals.size() && arrivals.get(next) <= now) {
                running.add(new double[] {arrivals.get(next++), 0.02});
            }
            if (quota > 1e-9 && !running.isEmpty()) {
                quota -= 1e-4;
                running.getFirst()[1] -= 1e-4;
                if (running.getFirst()[1] < 1e-9) {
                    ended.add(now + 1e-4 - running.removeFirst()[0]);
                }
            }
        }
        return ended;
    }

    private static double percentile(List<Double> values, double part) {
        return values.stream()
                .sorted()
                .skip((long) (part * values.size()))
                .findFirst()
                .orElseThrow();
    }
}
