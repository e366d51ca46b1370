package dev.provision.graph;

import static dev.provision.graph.FakeStep.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.RunFailed;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class GraphRunnerTest {
    private final World world = new World();
    private final VirtualTime time = new VirtualTime();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    private GraphRunner runner(FakeStep... steps) {
        return runner(ServiceLimits.ofTen(), steps);
    }

    private GraphRunner runner(ServiceLimits limits, FakeStep... steps) {
        return runner(limits, events::add, steps);
    }

    private GraphRunner runner(ServiceLimits limits, EventSink sink, FakeStep... steps) {
        StepGraph.Builder builder = StepGraph.builder();
        for (FakeStep step : steps) {
            builder.add(step);
        }
        return new GraphRunner(builder.build(), time, time, limits, sink);
    }

    @Test
    void instantResourcesCostNoTime() {
        runner(FakeStep.of(world, "a"), FakeStep.of(world, "b", "a")).up().orThrow();
        assertThat(time.passed()).isZero();
    }

    @Test
    void secondUpChangesNothing() {
        runner(FakeStep.of(world, "a"), FakeStep.of(world, "b", "a")).up().orThrow();
        world.calls.clear();
        RunResult second = runner(FakeStep.of(world, "a"), FakeStep.of(world, "b", "a"))
                .up()
                .orThrow();
        assertThat(second.changed()).isFalse();
        assertThat(world.calls).containsExactly("find thing/a", "probe thing/a", "find thing/b", "probe thing/b");
    }

    @Test
    void waitsAreBounded() {
        FakeStep never = FakeStep.of(world, "never");
        for (int i = 0; i < 1000; i++) {
            never.probing(Readiness.pending("stuck"));
        }
        assertThatThrownBy(() -> runner(never).up().orThrow())
                .isInstanceOf(WaitTimedOut.class)
                .hasMessageContaining("thing/never")
                .hasMessageContaining("stuck");
        assertThat(time.passed()).isEqualTo(never.patience());
    }

    @Test
    void failureIsReportedWithReasonAndEvidence() {
        RunResult result = runner(
                        FakeStep.of(world, "service").probing(Readiness.failed("task stopped", "exit code 1")),
                        FakeStep.of(world, "after", "service"),
                        FakeStep.of(world, "later", "after"))
                .up();
        assertThat(result.failures()).singleElement().isInstanceOfSatisfying(StepFailed.class, failure -> {
            assertThat(failure).hasMessage("thing/service: task stopped");
            assertThat(failure.evidence()).isEqualTo("exit code 1");
        });
        assertThat(result.outcomes().get(key("later"))).isEqualTo(new Outcome.Skipped(Optional.of(key("service"))));
        assertThat(world.live).containsOnlyKeys(key("service"));
    }

    @Test
    void failureOfACallIsGivenTheNameOfItsStep() {
        FakeStep step = FakeStep.of(world, "a")
                .failing(new StepFailed(Optional.empty(), "svc:Create: refused", "line", "mend it", null));
        assertThatThrownBy(() -> runner(step).up().orThrow())
                .hasMessage("thing/a: svc:Create: refused")
                .isInstanceOfSatisfying(StepFailed.class, failure -> {
                    assertThat(failure.evidence()).isEqualTo("line");
                    assertThat(failure.remedy()).isEqualTo("mend it");
                });
    }

    @Test
    void independentStepsRunAtOnceAndAllTheirFailuresAreReported() {
        CyclicBarrier together = new CyclicBarrier(2);
        FakeStep one = FakeStep.of(world, "one")
                .onCreate(() -> await(together))
                .failing(new PermissionMissing("svc:one", "*", "AccessDenied", new IllegalStateException()));
        FakeStep two = FakeStep.of(world, "two").onCreate(() -> await(together)).failing(new NoSuchMethodError("bug"));
        RunResult result = runner(one, two).up();
        assertThat(result.failures()).hasSize(2);
        assertThatThrownBy(result::orThrow)
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("svc:one")
                .hasMessageContaining("internal error: java.lang.NoSuchMethodError: bug");
    }

    @Test
    void longestExpectedChainGoesFirst() {
        AtomicBoolean first = new AtomicBoolean(true);
        Runnable untilTheOthersQueue = () -> {
            if (first.getAndSet(false)) {
                world.awaitWaiting(2);
            }
        };
        runner(
                        new ServiceLimits(1, Map.of()),
                        FakeStep.of(world, "short").onFind(untilTheOthersQueue),
                        FakeStep.of(world, "head").onFind(untilTheOthersQueue),
                        FakeStep.of(world, "tail", "head").seconds(90),
                        FakeStep.of(world, "middle").seconds(20).onFind(untilTheOthersQueue))
                .up()
                .orThrow();
        // Which one calls before the others queue is chance; their names are in the order that is wanted.
        assertThat(world.calls("find").stream().skip(1).filter(call -> !call.endsWith("tail")))
                .isSubsetOf("find thing/head", "find thing/middle", "find thing/short")
                .isSorted();
    }

    @Test
    void queueingStepsDoNotStartAfterAFailure() {
        FakeStep[] steps = new FakeStep[20];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = FakeStep.of(world, "n" + i).failing(new IllegalStateException("no"));
        }
        RunResult result = runner(new ServiceLimits(1, Map.of()), steps).up();
        assertThat(result.failures().size()).isLessThan(steps.length);
        assertThat(result.failures().size()
                        + result.ended(Outcome.Skipped.class).size())
                .isEqualTo(steps.length);
    }

    @Test
    void brokenSinkDoesNotHangTheRun() {
        EventSink broken = event -> {
            if (event instanceof Event.OfStep) {
                throw new IllegalStateException("disk full");
            }
        };
        RunResult result =
                runner(ServiceLimits.ofTen(), broken, FakeStep.of(world, "a")).up();
        assertThat(result.failures()).singleElement().satisfies(f -> assertThat(f)
                .hasMessageContaining("disk full"));
    }

    @Test
    void changesInPlace() {
        world.live.put(key("a"), "live");
        RunResult result = runner(FakeStep.of(world, "a").differing(Change.inPlace("timeout", "30", "60")))
                .up();
        assertThat(result.orThrow().outcomes().get(key("a"))).isEqualTo(new Outcome.Ready(How.CHANGED, Duration.ZERO));
        assertThat(world.calls("converge")).hasSize(1);
    }

    @Test
    void replacesWhatNothingIsBuiltUponAndRefusesTheRest() {
        world.live.put(key("rule"), "live");
        RunResult result = runner(FakeStep.of(world, "rule").differing(Change.replace("path", "/a", "/b")))
                .up();
        assertThat(result.orThrow().count(How.REPLACED)).isEqualTo(1);
        assertThat(world.calls).containsSubsequence("delete thing/rule", "create thing/rule");

        world.live.put(key("vpc"), "live");
        GraphRunner unsafe = runner(
                FakeStep.of(world, "vpc").differing(Change.replace("cidr", "10.0.0.0/16", "10.1.0.0/16")),
                FakeStep.of(world, "subnet", "vpc"));
        assertThatThrownBy(() -> unsafe.up().orThrow())
                .hasMessage("thing/vpc: cannot change cidr from '10.0.0.0/16' to '10.1.0.0/16' without replacing it,"
                        + " and other resources are built upon it");
        assertThat(world.live).containsKey(key("vpc"));
    }

    @Test
    void planShowsWhatUpWouldDoAndDoesNothing() {
        world.live.put(key("a"), "live");
        world.live.put(key("b"), "live");
        Change change = Change.inPlace("timeout", "30", "60");
        RunResult plan = runner(
                        FakeStep.of(world, "a"),
                        FakeStep.of(world, "b", "a").differing(change),
                        FakeStep.of(world, "c", "b"))
                .plan();
        assertThat(plan.orThrow().outcomes())
                .containsEntry(key("a"), new Outcome.Planned(Outcome.Action.NONE, List.of()))
                .containsEntry(key("b"), new Outcome.Planned(Outcome.Action.CHANGE, List.of(change)))
                .containsEntry(key("c"), new Outcome.Planned(Outcome.Action.CREATE, List.of()));
        assertThat(world.calls).containsExactly("find thing/a", "find thing/b", "find thing/c");
    }

    @Test
    void statusTellsAbsentFromUnready() {
        world.live.put(key("a"), "live");
        RunResult status = runner(
                        FakeStep.of(world, "a").probing(Readiness.pending("draining")), FakeStep.of(world, "b", "a"))
                .status();
        assertThat(status.orThrow().outcomes())
                .containsEntry(key("a"), new Outcome.Observed(Optional.of(Readiness.pending("draining"))))
                .containsEntry(key("b"), new Outcome.Observed(Optional.empty()));
    }

    @Test
    void teardownWaitsForWhatIsStillInUse() {
        runner(FakeStep.of(world, "a"), FakeStep.of(world, "b", "a")).up().orThrow();
        StillInUse inUse = new StillInUse("DependencyViolation: has a network interface", new IllegalStateException());
        GraphRunner down = runner(FakeStep.of(world, "a").deleteErrors(inUse, inUse), FakeStep.of(world, "b", "a"));
        assertThat(down.existing()).containsExactly(key("a"), key("b"));
        RunResult result = down.teardown();
        assertThat(result.orThrow().ended(Outcome.Deleted.class)).hasSize(2);
        assertThat(world.live).isEmpty();
        assertThat(events).filteredOn(Event.Polled.class::isInstance).hasSize(2).allSatisfy(event -> assertThat(
                        ((Event.Polled) event).reason())
                .contains("DependencyViolation"));
        assertThat(runner(FakeStep.of(world, "a")).teardown().orThrow().ended(Outcome.Absent.class))
                .hasSize(1);
    }

    @Test
    void teardownGivesUpAfterItsBound() {
        world.live.put(key("a"), "live");
        FakeStep stuck = FakeStep.of(world, "a");
        for (int i = 0; i < 1000; i++) {
            stuck.deleteErrors(new StillInUse("in use", new IllegalStateException()));
        }
        assertThatThrownBy(() -> runner(stuck).teardown().orThrow()).isInstanceOf(WaitTimedOut.class);
        assertThat(time.passed()).isEqualTo(Duration.ofMinutes(45));
    }

    /** What failed may be what the check waits for; what a step has made is waited for all the same. */
    @Test
    void checksAreGivenUpOnceSomethingFailed() {
        FakeStep check = FakeStep.of(world, "check").checking();
        CountDownLatch creating = new CountDownLatch(1);
        FakeStep made = FakeStep.of(world, "made").onCreate(creating::countDown);
        made.probing(Collections.nCopies(10, Readiness.pending("on its way")).toArray(Readiness[]::new));
        CountDownLatch failure = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            check.probing(() -> {
                await(failure);
                return Readiness.pending("no answer");
            });
        }
        EventSink sink = event -> {
            if (event instanceof Event.Failed) {
                failure.countDown();
            }
        };
        FakeStep bad = FakeStep.of(world, "bad").onCreate(() -> await(creating)).failing(new IllegalStateException());
        RunResult result = runner(ServiceLimits.ofTen(), sink, check, made, bad).up();
        assertThat(result.ended(Outcome.Skipped.class)).containsExactly(key("check"));
        assertThat(result.ended(Outcome.Failed.class)).containsExactly(key("bad"));
        assertThat(time.passed()).isLessThan(check.patience());
    }

    /** What failed may be what would have taken the obstacle away. */
    @Test
    void teardownDoesNotWaitForOthersOnceSomethingFailed() {
        world.live.put(key("a"), "live");
        world.live.put(key("b"), "live");
        FakeStep stuck = FakeStep.of(world, "a");
        for (int i = 0; i < 1000; i++) {
            stuck.deleteErrors(new StillInUse("in use", new IllegalStateException()));
        }
        CountDownLatch failure = new CountDownLatch(1);
        // Time passes only in sleeps: it must not run away while the other step has not had its turn.
        stuck.onDelete(() -> {
            if (!time.passed().isZero()) {
                await(failure);
            }
        });
        FakeStep denied = FakeStep.of(world, "b").deleteErrors(new IllegalStateException("not allowed"));
        EventSink sink = event -> {
            if (event instanceof Event.Failed) {
                failure.countDown();
            }
        };
        RunResult result = runner(ServiceLimits.ofTen(), sink, stuck, denied).teardown();
        assertThat(result.ended(Outcome.Failed.class)).containsExactly(key("b"));
        assertThat(result.ended(Outcome.Skipped.class)).containsExactly(key("a"));
        assertThat(time.passed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void stopLetsRunningCallsEndAndStartsNothingNew() throws InterruptedException {
        CountDownLatch creating = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        GraphRunner runner = runner(
                FakeStep.of(world, "a").onCreate(() -> {
                    creating.countDown();
                    await(stopped);
                }),
                FakeStep.of(world, "b", "a"));
        Thread stopper = Thread.ofVirtual().start(() -> {
            await(creating);
            runner.stop();
            stopped.countDown();
        });
        RunResult result = runner.up();
        stopper.join();
        assertThat(result.stopped()).isTrue();
        assertThat(result.outcomes().get(key("a"))).isInstanceOf(Outcome.Ready.class);
        assertThat(result.outcomes().get(key("b"))).isEqualTo(new Outcome.Skipped(Optional.empty()));
        assertThat(world.live).containsOnlyKeys(key("a"));
        assertThatThrownBy(result::orThrow).isInstanceOf(Interrupted.class);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the steps did not run at the same time", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
