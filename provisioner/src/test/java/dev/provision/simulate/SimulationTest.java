package dev.provision.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.provision.config.AutoScaling;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environments;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.simulate.LoadCurve.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulation, against what can be computed otherwise. */
final class SimulationTest {
    private static final AutoScaling STEPS = new AutoScaling(AutoScaling.Policy.STEP, 60, 70);

    private static LoadCurve steady(double rate, int seconds) {
        double[] values = new double[seconds];
        Arrays.fill(values, rate);
        return new LoadCurve(values);
    }

    private static Behaviour of(int handlerMillis, int cpuMillis, int initMillis) {
        return new Behaviour(
                Duration.ofMillis(handlerMillis),
                Duration.ofMillis(cpuMillis),
                Duration.ofMillis(initMillis),
                Duration.ofSeconds(45),
                40,
                7);
    }

    private static Outcome.OfFunction function(AwsLambda function, Behaviour behaviour, Load load) {
        FunctionRoute route = new FunctionRoute(function, behaviour, load.arrivals(behaviour.seed()));
        for (int second = 0; second < load.seconds(); second++) {
            route.next(load.at(second));
        }
        assertThat(route.recent().millis(1)).isPositive();
        return (Outcome.OfFunction) route.outcome();
    }

    private static Outcome.OfTasks tasks(AwsFargateEcs fargate, Behaviour behaviour, Load load) {
        TaskRoute route = new TaskRoute(fargate, behaviour, load.arrivals(behaviour.seed()));
        for (int second = 0; second < load.seconds(); second++) {
            route.next(load.at(second));
        }
        assertThat(route.recent().millis(1)).isPositive();
        return (Outcome.OfTasks) route.outcome();
    }

    private static AwsLambda lambda(OptionalInt reserved, int kept) {
        return new AwsLambda(512, 30, reserved, kept);
    }

    @Test
    void instancesGrowWithRateAndDuration() {
        // 100 a second of 200 ms are 20 at once; chance makes it some more, and those of the first 350 ms are all new.
        Outcome.OfFunction outcome = function(lambda(OptionalInt.empty(), 0), of(200, 5, 350), steady(100, 600));
        assertThat(outcome.requests()).isCloseTo(60_000, within(1_000L));
        assertThat(outcome.mostInstances()).isBetween(45L, 75L);
        assertThat(outcome.coldStarts()).isBetween(45L, 75L);
        assertThat(outcome.failed()).isZero();
        assertThat(outcome.latencies().millis(0.5)).isCloseTo(200, within(5.0));
        assertThat(outcome.latencies().millis(0.9999)).isCloseTo(550, within(12.0));
    }

    /** The same, request by request: every arrival takes the free instance that was used last, or a new one. */
    @Test
    void agreesWithASimulationOfEveryRequest() {
        for (int rate : new int[] {5, 20, 80}) {
            double exact = 0;
            double simulated = 0;
            for (int seed = 0; seed < 20; seed++) {
                exact += everyRequest(rate, 0.05, 0.4, 300, seed);
                Behaviour behaviour = new Behaviour(
                        Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(400), Duration.ZERO, 40, seed);
                simulated += function(lambda(OptionalInt.empty(), 0), behaviour, steady(rate, 300))
                        .coldStarts();
            }
            assertThat(simulated / 20)
                    .as("%d a second: exactly %s", rate, exact / 20)
                    .isCloseTo(exact / 20, within(Math.max(1, exact / 20 * 0.15)));
        }
    }

    private static int everyRequest(double rate, double handler, double init, double until, long seed) {
        double[] free = new double[2_000];
        int instances = 0;
        double now = 0;
        SplittableRandom arrivals = new SplittableRandom(seed);
        while (now < until) {
            now += -Math.log(1 - arrivals.nextDouble()) / rate;
            int chosen = -1;
            for (int instance = 0; instance < instances; instance++) {
                if (free[instance] <= now && (chosen < 0 || free[instance] > free[chosen])) {
                    chosen = instance;
                }
            }
            if (chosen < 0) {
                free[instances++] = now + init + handler;
            } else {
                free[chosen] = now + handler;
            }
        }
        return instances;
    }

    @Test
    void reservedConcurrencyThrottles() {
        // 10 at once are offered to 5 instances: Erlang's formula loses 56 %.
        Outcome.OfFunction outcome = function(lambda(OptionalInt.of(5), 0), of(100, 5, 0), steady(100, 2_000));
        assertThat(outcome.mostInstances()).isEqualTo(5);
        assertThat(outcome.failed() / (double) outcome.requests()).isCloseTo(0.564, within(0.01));
    }

    @Test
    void instancesKeptWarmStartNothing() {
        Outcome.OfFunction outcome = function(lambda(OptionalInt.empty(), 50), of(100, 5, 350), steady(100, 600));
        assertThat(outcome.coldStarts()).isZero();
        assertThat(outcome.latencies().millis(0.999)).isCloseTo(100, within(3.0));
    }

    @Test
    void idleInstancesGoAfterTenMinutes() {
        double[] values = new double[2_000];
        values[0] = 50;
        values[1_500] = 50;
        Outcome.OfFunction outcome = function(lambda(OptionalInt.empty(), 0), of(100, 5, 0), new LoadCurve(values));
        assertThat(outcome.coldStarts()).isGreaterThan(outcome.mostInstances());
    }

    @Test
    void taskIsAddedAMinuteAfterTheCpuWasHighAndServesWhenItHasStarted() {
        // 40 a second of 5 ms on a quarter vCPU: 80 %. With two tasks 40 %, and after five minutes one is too many.
        AwsFargateEcs fargate = new AwsFargateEcs(256, 512, 1, 10, STEPS);
        TaskRoute route = new TaskRoute(fargate, of(10, 5, 0), steady(40, 900).arrivals(7));
        int added = 0;
        int removed = 0;
        double before = 1;
        for (int second = 1; second <= 900; second++) {
            double now = route.next(40).capacity();
            added = now > before && added == 0 ? second : added;
            removed = now < before && removed == 0 ? second : removed;
            before = now;
        }
        assertThat(added).isBetween(105, 107);
        assertThat(removed).isBetween(400, 430);
    }

    @Test
    void tooMuchLoadQueuesAndIsGivenUp() {
        AwsFargateEcs one = new AwsFargateEcs(256, 512, 1, 1, STEPS);
        Outcome.OfTasks outcome = tasks(one, of(10, 5, 0), steady(100, 600));
        assertThat(outcome.meanPercent()).isCloseTo(100, within(0.5));
        assertThat(outcome.longestQueue()).isCloseTo(3_000, within(100.0));
        // Those that are still in the task have not been served.
        assertThat(outcome.failed()).isCloseTo(600 * 50 - 3_000, within(500L));
        assertThat(outcome.latencies().millis(0.99)).isGreaterThan(50_000);
    }

    @Test
    void targetTrackingAddsWhatIsMissingAtOnce() {
        AwsFargateEcs tracked = new AwsFargateEcs(256, 512, 3, 20, new AutoScaling(AutoScaling.Policy.TARGET, 60, 70));
        // Three tasks at 93 % are 4.7 at 60 %: five, by one decision, after three minutes.
        TaskRoute route = new TaskRoute(tracked, of(10, 5, 0), steady(140, 230).arrivals(7));
        for (int second = 0; second < 230; second++) {
            assertThat(route.next(140).capacity()).isEqualTo(second < 225 ? 3 : 5);
        }
    }

    @Test
    void sameSeedGivesTheSame() {
        Container container = new Environments(Path.of("..", "config"), Map.of())
                .load("local", Optional.empty())
                .containers()
                .getFirst();
        LoadCurve load = LoadCurve.of(Shape.DAILY, 0, 50, 3_600);
        Simulation.Result first = new Simulation(container, of(20, 5, 300), load).run();
        assertThat(new Simulation(container, of(20, 5, 300), load).run().points())
                .isEqualTo(first.points());
        assertThat(first.points()).hasSize(240);
    }

    @Test
    void shapesBeginLowAndReachTheHighest() {
        for (Shape shape : Shape.values()) {
            double[] values = LoadCurve.of(shape, 10, 110, 1_000).values();
            assertThat(values[0]).isCloseTo(10, within(0.2));
            assertThat(Arrays.stream(values).max().orElseThrow()).isCloseTo(110, within(0.2));
        }
    }

    @Test
    void fileIsReadBetweenItsPointsAndWrongLinesAreNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("load.csv");
        Files.writeString(file, "# second,rate\n0,10\n10, 30\n20,30\n");
        Load curve = LoadFile.read(file);
        assertThat(curve.seconds()).isEqualTo(20);
        assertThat(curve.at(5)).isCloseTo(20, within(0.001));
        assertThat(curve.at(15)).isCloseTo(30, within(0.001));
        Files.writeString(file, "0,10\nfast\n5,1\n5,2\n");
        assertThatThrownBy(() -> LoadFile.read(file))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining(":2: expected second,requests a second, found 'fast'")
                .hasMessageContaining(":4: expected a second after the line before");
    }

    @Test
    void recordingIsSimulatedAsItCameFromTheBeginningOfItsMinute(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("requests.txt");
        // 1764262800 is the beginning of a minute.
        Files.writeString(file, "# time\n1764262801.5\n1764262801.51\n1764262803\n1764262803\n1764262804.9\n");
        Load load = LoadFile.read(file);
        assertThat(load.seconds()).isEqualTo(5);
        assertThat(new double[] {load.at(0), load.at(1), load.at(2), load.at(3), load.at(4)})
                .containsExactly(0, 2, 0, 2, 1);
        assertThat(load.part(1, 2).at(3)).isEqualTo(1);
        // Alone a request takes 20 ms; one that comes when another is half done, or with another, waits for it.
        Outcome.OfTasks outcome = tasks(new AwsFargateEcs(1024, 2048, 1, 1, STEPS), of(20, 20, 0), load);
        assertThat(outcome.requests()).isEqualTo(5);
        assertThat(outcome.latencies().millis(0.6)).isCloseTo(20, within(0.5));
        assertThat(outcome.latencies().millis(0.8)).isCloseTo(30, within(0.7));
        assertThat(outcome.latencies().millis(1)).isCloseTo(40, within(0.9));
        assertThat(function(lambda(OptionalInt.empty(), 0), of(20, 20, 0), load).requests())
                .isEqualTo(5);
    }

    @Test
    void everyTaskGetsItsTurnOfARecording() {
        double[] times = new double[1_000];
        for (int request = 0; request < times.length; request++) {
            times[request] = request / 100.0;
        }
        Outcome.OfTasks outcome =
                tasks(new AwsFargateEcs(1024, 2048, 4, 4, STEPS), of(10, 10, 0), new Recording(times, 10));
        assertThat(outcome.requests()).isEqualTo(1_000);
        assertThat(outcome.meanPercent()).isCloseTo(25, within(0.1));
        assertThat(outcome.latencies().millis(1)).isCloseTo(10, within(0.2));
    }

    @Test
    void recordingThatGoesBackIsRefusedByLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("requests.txt");
        Files.writeString(file, "5\n4\n6,10\n604806\n");
        assertThatThrownBy(() -> LoadFile.read(file))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining(":2: expected a second after the line before")
                .hasMessageContaining(":3: expected the second of a request, found '6,10'")
                .hasMessageContaining(":4: expected at most seven days");
    }
}
