package dev.provision.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.release.Effect.SetWeight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every release, whatever the gates say and wherever it is interrupted. */
final class ShifterPropertiesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MANY = 2000;

    /** What the three gates say at one look, and how long it takes to the next. */
    record Look(Verdict health, Verdict smoke, Verdict traffic, int seconds) {}

    @Provide
    Arbitrary<Strategy> strategies() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 99).set().ofMaxSize(5),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 60))
                .as((percentages, interval, bake) -> {
                    List<Integer> steps =
                            new ArrayList<>(percentages.stream().sorted().toList());
                    steps.add(100);
                    return new Strategy(
                            steps, Duration.ofSeconds(interval), Duration.ofSeconds(bake), Duration.ofSeconds(90));
                });
    }

    @Provide
    Arbitrary<List<Look>> looks() {
        Arbitrary<Verdict> verdict = Arbitraries.frequency(
                        net.jqwik.api.Tuple.of(8, 0), net.jqwik.api.Tuple.of(3, 1), net.jqwik.api.Tuple.of(1, 2))
                .map(kind -> switch (kind) {
                    case 0 -> Verdict.pass();
                    case 1 -> Verdict.hold("too little is known");
                    default -> Verdict.abort("it is bad", "");
                });
        return Combinators.combine(
                        verdict, verdict, verdict, Arbitraries.integers().between(0, 30))
                .as(Look::new)
                .list()
                .ofMaxSize(60);
    }

    /** A load balancer of which only the weight matters. */
    private static final class Run {
        final Shifter shifter;
        ShiftState state = new ShiftState.Preparing();
        Instant now = START;
        int weight;
        boolean healthy;
        boolean smoked;
        final List<Integer> weights = new ArrayList<>();

        Run(Strategy strategy, int weight) {
            this.shifter = new Shifter(strategy);
            this.weight = weight;
        }

        void look(Look look) {
            now = now.plusSeconds(look.seconds());
            healthy |= look.health() instanceof Verdict.Pass;
            smoked |= state instanceof ShiftState.Smoking
                    && look.smoke() instanceof Verdict.Pass
                    && look.health() instanceof Verdict.Pass;
            int before = weight;
            Shifter.Next next = shifter.next(
                    state, new Observation(look.health(), look.smoke(), look.traffic(), weight, weight), now);
            for (Effect effect : next.effects()) {
                if (effect instanceof SetWeight(int percent)) {
                    weight = percent;
                    weights.add(percent);
                }
            }
            assertThat(weight).isBetween(0, 100);
            if (weight > before) {
                assertThat(healthy && smoked)
                        .as("the share rises before the gates passed")
                        .isTrue();
                assertThat(look.health()).isInstanceOf(Verdict.Pass.class);
                if (state instanceof ShiftState.Shifting) {
                    assertThat(look.traffic()).isInstanceOf(Verdict.Pass.class);
                }
            }
            if (next.state() instanceof ShiftState.RollingBack) {
                assertThat(weight).as("an abort gives everything back at once").isZero();
            }
            state = next.state();
        }

        void toTheEnd(Verdict verdict) {
            for (int i = 0; i < MANY && !state.ended(); i++) {
                look(new Look(verdict, verdict, verdict, 1));
            }
        }
    }

    @Property(tries = 500)
    void whateverTheGatesSayItEndsWithOneVersionAlone(
            @ForAll("strategies") Strategy strategy, @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, 0);
        looks.forEach(run::look);
        run.toTheEnd(Verdict.pass());
        assertThat(run.state.ended()).isTrue();
        assertThat(run.weight).isEqualTo(run.state instanceof ShiftState.Promoted ? 100 : 0);
    }

    @Property(tries = 300)
    void anAbortAnywhereEndsWithTheOldVersion(
            @ForAll("strategies") Strategy strategy, @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, 0);
        for (Look look : looks) {
            if (!run.state.ended()) {
                run.look(look);
            }
        }
        if (run.state instanceof ShiftState.Promoted) {
            return;
        }
        run.toTheEnd(Verdict.abort("it is bad", ""));
        assertThat(run.state).isInstanceOf(ShiftState.RolledBack.class);
        assertThat(run.weight).isZero();
    }

    @Property(tries = 300)
    void noDataNeverPasses(@ForAll("strategies") Strategy strategy, @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, 0);
        looks.forEach(run::look);
        ShiftState before = run.state;
        int decided = run.weights.size();
        run.toTheEnd(Verdict.hold("no data"));
        if (before.ended()) {
            return;
        }
        assertThat(run.state).isInstanceOf(ShiftState.RolledBack.class);
        assertThat(run.weights.subList(decided, run.weights.size())).allMatch(share -> share == 0);
        assertThat(run.weight).isZero();
    }

    /** A killed run leaves a share behind, and nothing else. */
    @Property(tries = 500)
    void aRestartAtAnyShareEndsPromotedOrRolledBack(
            @ForAll("strategies") Strategy strategy,
            @ForAll @IntRange(min = 0, max = 100) int left,
            @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, left);
        looks.forEach(run::look);
        run.toTheEnd(Verdict.pass());
        assertThat(run.state.ended()).isTrue();
        assertThat(run.weight).isEqualTo(run.state instanceof ShiftState.Promoted ? 100 : 0);
    }

    @Property(tries = 200)
    void aGoodReleaseGoesThroughEveryStepAndIsWatchedAtEach(@ForAll("strategies") Strategy strategy) {
        Run run = new Run(strategy, 0);
        run.toTheEnd(Verdict.pass());
        assertThat(run.state).isInstanceOf(ShiftState.Promoted.class);
        assertThat(run.weights).containsExactlyElementsOf(strategy.steps());
        Duration least =
                strategy.interval().multipliedBy(strategy.steps().size() - 1L).plus(strategy.bake());
        assertThat(Duration.between(START, run.now)).isGreaterThanOrEqualTo(least);
    }
}
