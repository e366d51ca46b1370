package dev.provision.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.elb.ListenerArn;
import dev.provision.aws.elb.RuleArn;
import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.graph.StepKey;
import dev.provision.release.Effect.SetWeight;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What the three gates say at one look, and how long it takes to the next.
     *
     * @param foreign the share that somebody else has given the first route meanwhile
     */
    record Look(Verdict health, Verdict smoke, Verdict traffic, int seconds, Optional<Integer> foreign) {}

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
                        verdict,
                        verdict,
                        verdict,
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 100).optional(0.1))
                .as(Look::new)
                .list()
                .ofMaxSize(60);
    }

    /** A route whose load balancer's rule is all that matters. */
    private static final class Route {
        private final Contest contest;
        private Map<TargetGroupArn, Integer> rule;

        Route(String name, int left) {
            contest = new Contest(
                    new RouteSite(
                            name,
                            new StepKey("listener-rule", name),
                            new StepKey("probe-rule", name),
                            50,
                            new RouteSite.Smoke("/", dnsName -> URI.create("http://" + dnsName), 200, Optional.empty()),
                            Map.of(),
                            new RouteSite.Tasks("cluster", Map.of(), name, "logs"),
                            new RouteSite.Alias("function", "logs")),
                    new RouteState.Rule(new RuleArn(name), new ListenerArn("listener")),
                    new Side(Slot.BLUE, ComputeKind.LAMBDA, new TargetGroupArn(name + "-blue"), "1"),
                    new Side(Slot.GREEN, ComputeKind.FARGATE, new TargetGroupArn(name + "-green"), "2"));
            rule = contest.weights(left);
        }

        int share() {
            return rule.get(contest.fresh().group());
        }

        void weigh(int percent) {
            rule = contest.weights(percent);
            assertThat(rule.values().stream().mapToInt(Integer::intValue).sum())
                    .as("weights sum to 100")
                    .isEqualTo(100);
            assertThat(rule.values()).allMatch(weight -> weight >= 0);
        }
    }

    /** One command's way through a release of two routes; it may be killed between any two calls to AWS. */
    private static final class Run {
        final Shifter shifter;
        final List<Route> routes;
        ShiftState state = new ShiftState.Preparing();
        Instant now = START;
        boolean healthy;
        boolean smoked;
        final List<Integer> weights = new ArrayList<>();
        int callsLeft = Integer.MAX_VALUE;

        Run(Strategy strategy, List<Route> routes) {
            this.shifter = new Shifter(strategy);
            this.routes = routes;
        }

        Run(Strategy strategy, int left, int leftOfOther) {
            this(strategy, List.of(new Route("one", left), new Route("other", leftOfOther)));
        }

        boolean killed() {
            return callsLeft == 0;
        }

        void look(Look look) {
            if (state.ended()) {
                return;
            }
            now = now.plusSeconds(look.seconds());
            healthy |= look.health() instanceof Verdict.Pass;
            smoked |= state instanceof ShiftState.Smoking
                    && look.smoke() instanceof Verdict.Pass
                    && look.health() instanceof Verdict.Pass;
            look.foreign().ifPresent(share -> routes.getFirst().weigh(share));
            List<Integer> before = routes.stream().map(Route::share).toList();
            Observation seen = new Observation(
                    look.health(), look.smoke(), look.traffic(), Collections.min(before), Collections.max(before));
            Shifter.Next next = shifter.next(state, seen, now);
            for (Effect effect : next.effects()) {
                if (effect instanceof SetWeight(int percent)) {
                    weights.add(percent);
                    routes.forEach(route -> weigh(route, percent));
                }
            }
            if (routes.stream().anyMatch(route -> route.share() > before.get(routes.indexOf(route)))) {
                assertThat(healthy && smoked)
                        .as("the share rises before the gates passed")
                        .isTrue();
                assertThat(look.health()).isInstanceOf(Verdict.Pass.class);
                if (state instanceof ShiftState.Shifting) {
                    assertThat(look.traffic()).isInstanceOf(Verdict.Pass.class);
                }
            }
            if (next.state() instanceof ShiftState.RollingBack && !killed()) {
                assertThat(routes).as("an abort gives everything back at once").allMatch(route -> route.share() == 0);
            }
            state = next.state();
        }

        private void weigh(Route route, int percent) {
            if (!killed()) {
                callsLeft--;
                route.weigh(percent);
            }
        }

        void assertThatOneVersionServes() {
            assertThat(state.ended()).isTrue();
            int share = state instanceof ShiftState.Promoted ? 100 : 0;
            assertThat(routes).allMatch(route -> route.share() == share);
        }

        void toTheEnd(Verdict verdict) {
            for (int i = 0; i < MANY && !state.ended(); i++) {
                look(new Look(verdict, verdict, verdict, 1, Optional.empty()));
            }
        }
    }

    @Property(tries = 500)
    void whateverTheGatesSayItEndsWithOneVersionAlone(
            @ForAll("strategies") Strategy strategy, @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, 0, 0);
        looks.forEach(run::look);
        run.toTheEnd(Verdict.pass());
        run.assertThatOneVersionServes();
    }

    @Property(tries = 300)
    void anAbortAnywhereEndsWithTheOldVersion(
            @ForAll("strategies") Strategy strategy, @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, 0, 0);
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
        run.assertThatOneVersionServes();
    }

    @Property(tries = 300)
    void noDataNeverPasses(@ForAll("strategies") Strategy strategy, @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, 0, 0);
        looks.forEach(run::look);
        ShiftState before = run.state;
        int decided = run.weights.size();
        run.toTheEnd(Verdict.hold("no data"));
        if (before.ended()) {
            return;
        }
        assertThat(run.state).isInstanceOf(ShiftState.RolledBack.class);
        assertThat(run.weights.subList(decided, run.weights.size())).allMatch(share -> share == 0);
        run.assertThatOneVersionServes();
    }

    /** A killed run leaves shares behind, which may differ from route to route, and nothing else. */
    @Property(tries = 500)
    void aRestartAtAnySharesEndsPromotedOrRolledBack(
            @ForAll("strategies") Strategy strategy,
            @ForAll @IntRange(min = 0, max = 100) int left,
            @ForAll @IntRange(min = 0, max = 100) int leftOfOther,
            @ForAll("looks") List<Look> looks) {
        Run run = new Run(strategy, left, leftOfOther);
        looks.forEach(run::look);
        run.toTheEnd(Verdict.pass());
        run.assertThatOneVersionServes();
    }

    @Property(tries = 500)
    void aKillBetweenAnyTwoCallsIsOvercomeByTheNextRun(
            @ForAll("strategies") Strategy strategy,
            @ForAll @IntRange(min = 1, max = 15) int calls,
            @ForAll("looks") List<Look> until,
            @ForAll("looks") List<Look> afterwards) {
        Run first = new Run(strategy, 0, 0);
        first.callsLeft = calls;
        until.stream().takeWhile(_ -> !first.killed()).forEach(first::look);
        Run second = new Run(strategy, first.routes);
        afterwards.forEach(second::look);
        second.toTheEnd(Verdict.pass());
        second.assertThatOneVersionServes();
    }

    @Property(tries = 200)
    void aGoodReleaseGoesThroughEveryStepAndIsWatchedAtEach(@ForAll("strategies") Strategy strategy) {
        Run run = new Run(strategy, 0, 0);
        run.toTheEnd(Verdict.pass());
        assertThat(run.state).isInstanceOf(ShiftState.Promoted.class);
        assertThat(run.weights).containsExactlyElementsOf(strategy.steps());
        Duration least =
                strategy.interval().multipliedBy(strategy.steps().size() - 1L).plus(strategy.bake());
        assertThat(Duration.between(START, run.now)).isGreaterThanOrEqualTo(least);
    }
}
