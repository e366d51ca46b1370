package dev.provision.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of a run over any graph. */
final class GraphRunnerPropertiesTest {
    private static final List<String> SERVICES = List.of("ec2", "iam", "elb");

    /** A graph as data: step i needs only steps before it; some steps fail, some wait. */
    record Plan(int size, long seed, double density, double failures) {
        Map<StepKey, Set<StepKey>> needs() {
            Random random = new Random(seed);
            Map<StepKey, Set<StepKey>> needs = new HashMap<>();
            for (int i = 0; i < size; i++) {
                Set<StepKey> mine = new HashSet<>();
                for (int j = 0; j < i; j++) {
                    if (random.nextDouble() < density) {
                        mine.add(key(j));
                    }
                }
                needs.put(key(i), mine);
            }
            return needs;
        }

        Set<StepKey> failing() {
            Random random = new Random(seed + 1);
            Set<StepKey> failing = new HashSet<>();
            for (int i = 0; i < size; i++) {
                if (random.nextDouble() < failures) {
                    failing.add(key(i));
                }
            }
            return failing;
        }

        StepGraph graph(World world, boolean withFailures) {
            Random random = new Random(seed + 2);
            StepGraph.Builder builder = StepGraph.builder();
            List<FakeStep> steps = new ArrayList<>();
            Set<StepKey> failing = failing();
            needs().forEach((key, needs) -> {
                FakeStep step = new FakeStep(world, key, needs)
                        .service(SERVICES.get(random.nextInt(SERVICES.size())))
                        .seconds(random.nextInt(200));
                if (random.nextInt(4) == 0) {
                    step.probing(Readiness.pending("soon"));
                }
                if (withFailures && failing.contains(key)) {
                    step.failing(new IllegalStateException("refused"));
                }
                steps.add(step);
            });
            steps.forEach(builder::add);
            return builder.build();
        }

        static StepKey key(int i) {
            return FakeStep.key("s" + i);
        }
    }

    @Provide
    Arbitrary<Plan> plans() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.longs(),
                        Arbitraries.doubles().between(0, 0.5),
                        Arbitraries.doubles().between(0, 0.3))
                .as(Plan::new);
    }

    @Property(tries = 150)
    void everyStepRunsOnceAndAfterItsNeeds(@ForAll("plans") Plan plan) {
        World world = new World();
        RunResult result = runner(plan.graph(world, false), 3).up().orThrow();
        assertThat(world.violations).isEmpty();
        assertThat(world.calls("create")).hasSize(plan.size()).doesNotHaveDuplicates();
        assertThat(result.count(How.CREATED)).isEqualTo(plan.size());
    }

    @Property(tries = 100)
    void callsAtOnceStayWithinTheLimitOfTheirService(@ForAll("plans") Plan plan) {
        World world = new World();
        runner(plan.graph(world, false), 2).up().orThrow();
        assertThat(world.atOnce.values()).allMatch(most -> most.get() <= 2);
    }

    @Property(tries = 150)
    void failuresKeepOnlyLaterStepsFromRunning(@ForAll("plans") Plan plan) {
        World world = new World();
        RunResult result = runner(plan.graph(world, true), 3).up();
        assertThat(world.violations).isEmpty();
        assertThat(result.outcomes()).hasSize(plan.size());
        assertThat(result.failures().isEmpty()).isEqualTo(plan.failing().isEmpty());
        Set<StepKey> failed = Set.copyOf(result.ended(Outcome.Failed.class));
        assertThat(plan.failing()).containsAll(failed);
        result.outcomes().forEach((key, outcome) -> {
            if (outcome instanceof Outcome.Skipped(var because)) {
                assertThat(because)
                        .hasValueSatisfying(cause -> assertThat(failed).contains(cause));
                assertThat(world.live).doesNotContainKey(key);
            }
            if (outcome instanceof Outcome.Ready) {
                assertThat(world.live.keySet()).containsAll(plan.needs().get(key));
            }
        });
        // What failed can be mended: the next run converges without making anything twice.
        runner(plan.graph(world, false), 3).up().orThrow();
        assertThat(world.violations).isEmpty();
        assertThat(world.live).hasSize(plan.size());
    }

    @Property(tries = 150)
    void teardownDeletesDependantsFirstAndLeavesNothing(@ForAll("plans") Plan plan) {
        World world = new World();
        runner(plan.graph(world, true), 3).up();
        runner(plan.graph(world, false), 3).teardown().orThrow();
        assertThat(world.live).isEmpty();
        List<String> deletes = world.calls("delete");
        plan.needs()
                .forEach((key, needs) -> needs.forEach(need -> {
                    if (deletes.contains("delete " + key)) {
                        assertThat(deletes.indexOf("delete " + key)).isLessThan(deletes.indexOf("delete " + need));
                    }
                }));
    }

    private static GraphRunner runner(StepGraph graph, int limit) {
        VirtualTime time = new VirtualTime();
        return new GraphRunner(graph, time, time, new ServiceLimits(limit, Map.of()), EventSink.none());
    }
}
