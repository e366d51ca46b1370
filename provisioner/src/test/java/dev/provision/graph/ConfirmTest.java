package dev.provision.graph;

import static dev.provision.graph.FakeStep.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An {@code up} that has nothing to do ends by a look, and every reason to do something keeps it from that. */
final class ConfirmTest {
    private final World world = new World();
    private final VirtualTime time = new VirtualTime();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final StepGraph.Builder builder = StepGraph.builder();

    /** One that everything else is built upon, one that only checks, and one that is left alone. */
    private Optional<RunResult> confirmed(FakeStep... others) {
        exists("base", "kept");
        builder.add(FakeStep.of(world, "base"));
        builder.add(FakeStep.of(world, "check", "base").checking());
        builder.add(
                FakeStep.of(world, "kept").differing(Change.inPlace("field", "as it is", "as it could be")),
                Disposition.KEPT);
        builder.add(FakeStep.of(world, "absent"), Disposition.KEPT);
        for (FakeStep other : others) {
            builder.add(other);
        }
        GraphRunner runner = new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), events::add);
        runner.plan().orThrow();
        events.clear();
        return runner.confirm();
    }

    private void exists(String... names) {
        for (String name : names) {
            world.live.put(key(name), "live");
        }
    }

    @Test
    void whatIsAsItIsWantedIsLookedAtOnce() {
        exists("check", "other");
        RunResult result = confirmed(FakeStep.of(world, "other", "base").newFirst())
                .orElseThrow()
                .orThrow();
        assertThat(result.operation()).isEqualTo(Operation.UP);
        assertThat(result.changed()).isFalse();
        assertThat(result.count(How.UNCHANGED)).isEqualTo(3);
        assertThat(result.count(How.CHECKED)).isEqualTo(1);
        assertThat(result.ended(Outcome.Absent.class)).containsExactly(key("absent"));
        assertThat(world.calls("find")).doesNotHaveDuplicates();
        assertThat(events.getFirst()).isInstanceOf(Event.RunStarted.class);
        assertThat(events.getLast()).isInstanceOf(Event.RunFinished.class);
    }

    @Test
    void aDifferenceKeepsItFromThat() {
        exists("check", "other");
        assertThat(confirmed(FakeStep.of(world, "other").differing(Change.inPlace("field", "is", "should be"))))
                .isEmpty();
        nothingWasDone();
    }

    @Test
    void soDoesWhatIsMissing() {
        exists("check");
        assertThat(confirmed(FakeStep.of(world, "other"))).isEmpty();
        nothingWasDone();
    }

    @Test
    void soDoesWhatIsNotReady() {
        exists("check", "other");
        assertThat(confirmed(FakeStep.of(world, "other").probing(Readiness.pending("starting"))))
                .isEmpty();
        nothingWasDone();
        assertThat(time.passed()).isZero();
    }

    @Test
    void soDoesWhatIsBroken() {
        exists("check", "other");
        assertThat(confirmed(FakeStep.of(world, "other").probing(Readiness.failed("broken", ""))))
                .isEmpty();
        nothingWasDone();
    }

    @Test
    void soDoesWhatWasReplacedAndIsStillThere() {
        exists("check", "other");
        assertThat(confirmed(FakeStep.of(world, "other").newFirst("old"))).isEmpty();
        nothingWasDone();
    }

    @Test
    void soDoesWhatIsNoLongerWanted() {
        exists("check", "unwanted");
        builder.add(FakeStep.of(world, "unwanted"), Disposition.UNWANTED);
        assertThat(confirmed()).isEmpty();
        nothingWasDone();
    }

    private void nothingWasDone() {
        assertThat(world.calls).noneMatch(call -> call.matches("(create|converge|delete) .*"));
        assertThat(events).noneMatch(Event.RunFinished.class::isInstance);
    }
}
