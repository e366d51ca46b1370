package dev.provision.graph;

import static dev.provision.graph.FakeStep.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DispositionTest {
    private final World world = new World();
    private final VirtualTime time = new VirtualTime();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    private GraphRunner runner() {
        return new GraphRunner(graph(), time, time, ServiceLimits.ofTen(), events::add);
    }

    /** Two old things, the second built upon the first; one that is left alone; one that is wanted. */
    private StepGraph graph() {
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(FakeStep.of(world, "wanted", "kept"));
        builder.add(
                FakeStep.of(world, "kept").differing(Change.inPlace("field", "as it is", "as it could be")),
                Disposition.KEPT);
        builder.add(FakeStep.of(world, "old", "kept"), Disposition.UNWANTED);
        builder.add(FakeStep.of(world, "older", "old"), Disposition.UNWANTED);
        return builder.build();
    }

    private void exists(String... names) {
        for (String name : names) {
            world.live.put(key(name), "live");
        }
    }

    @Test
    void whatIsKeptIsNeitherChangedNorMade() {
        exists("kept");
        assertThat(runner().up().orThrow().count(How.UNCHANGED)).isEqualTo(1);
        world.live.remove(key("kept"));
        RunResult without = runner().up().orThrow();
        assertThat(without.ended(Outcome.Absent.class)).containsExactly(key("kept"));
        assertThat(world.live).containsOnlyKeys(key("wanted"));
    }

    @Test
    void whatIsNotWantedGoesWhenTheRestIsReady() {
        exists("kept", "old", "older");
        RunResult result = runner().up().orThrow();
        assertThat(result.ended(Outcome.Deleted.class)).containsExactlyInAnyOrder(key("old"), key("older"));
        assertThat(world.live).containsOnlyKeys(key("kept"), key("wanted"));
        assertThat(world.calls("delete")).containsExactly("delete thing/older", "delete thing/old");
        assertThat(world.calls.indexOf("create thing/wanted")).isLessThan(world.calls.indexOf("delete thing/older"));
    }

    @Test
    void nothingGoesWhereTheRestFails() {
        exists("kept", "old");
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(FakeStep.of(world, "wanted").failing(new IllegalStateException("broken")));
        builder.add(FakeStep.of(world, "old"), Disposition.UNWANTED);
        new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), events::add).up();
        assertThat(world.live).containsKey(key("old"));
    }

    @Test
    void aPlanSaysWhatWouldGoAndAnUnchangedUpSaysNothingOfIt() {
        exists("kept", "wanted", "old");
        RunResult plan = runner().plan().orThrow();
        assertThat(plan.outcomes())
                .containsEntry(key("old"), new Outcome.Planned(Outcome.Action.DELETE, List.of()))
                .doesNotContainKey(key("older"));
        world.live.remove(key("old"));
        assertThat(runner().plan().orThrow().changed()).isFalse();
        assertThat(runner().up().orThrow().changed()).isFalse();
    }

    @Test
    void aStatusLooksAtWhatIsKeptOnlyWhereSomethingWantedNeedsIt() {
        exists("kept", "wanted", "needed", "builder");
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(FakeStep.of(world, "kept"), Disposition.KEPT);
        builder.add(FakeStep.of(world, "needed"), Disposition.KEPT);
        builder.add(FakeStep.of(world, "builder", "needed"), Disposition.KEPT);
        builder.add(FakeStep.of(world, "wanted", "builder"));
        RunResult status = new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), events::add).status();
        assertThat(status.orThrow().outcomes()).containsOnlyKeys(key("needed"), key("builder"), key("wanted"));
    }

    @Test
    void aTeardownDeletesEverything() {
        exists("kept", "wanted", "old", "older");
        assertThat(runner().existing()).hasSize(4);
        runner().teardown().orThrow();
        assertThat(world.live).isEmpty();
    }

    /** Subnets: versions that can be gone back to are in them. The rest goes, and a teardown is as patient as ever. */
    @Test
    void whatVersionsThatAreKeptMayUseIsNotWaitedForLong() {
        exists("used", "below", "beside");
        GraphRunner runner = removing(1000);
        RunResult result = runner.remove();
        assertThat(result.orThrow().ended(Outcome.Deleted.class)).containsExactly(key("beside"));
        assertThat(world.live).containsKeys(key("used"), key("below"));
        assertThat(time.passed()).isLessThan(Duration.ofMinutes(1));
        assertThat(events)
                .filteredOn(Event.Note.class::isInstance)
                .singleElement()
                .satisfies(note -> assertThat(((Event.Note) note).text())
                        .contains("thing/used", "in use", "the next up or teardown tries again"));
        removing(3).remove().orThrow();
        assertThat(world.live).doesNotContainKey(key("used"));
    }

    /** @param refusals of the step whose resource is in use */
    private GraphRunner removing(int refusals) {
        FakeStep used = FakeStep.of(world, "used", "below").newFirst();
        for (int i = 0; i < refusals; i++) {
            used.deleteErrors(new StillInUse("in use", new IllegalStateException()));
        }
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(FakeStep.of(world, "below"), Disposition.KEPT);
        builder.add(used, Disposition.UNWANTED);
        builder.add(FakeStep.of(world, "beside"), Disposition.UNWANTED);
        return new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), events::add);
    }

    /** Nothing of this run can have let it go. */
    @Test
    void anUnchangedUpDoesNotWaitForWhatWasReplaced() {
        exists("used");
        GraphRunner runner = replaced(FakeStep.of(world, "used"));
        assertThat(runner.up().orThrow().changed()).isFalse();
        assertThat(time.passed()).isZero();
        assertThat(events).filteredOn(Event.Note.class::isInstance).hasSize(1);
        // One that changes something does.
        replaced(FakeStep.of(world, "used"), FakeStep.of(world, "new")).up().orThrow();
        assertThat(time.passed()).isEqualTo(Removal.RETIRED_PATIENCE);
    }

    private GraphRunner replaced(FakeStep used, FakeStep... others) {
        used.newFirst("old");
        for (int i = 0; i < 1000; i++) {
            used.deleteErrors(new StillInUse("in use", new IllegalStateException()));
        }
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(used);
        List.of(others).forEach(builder::add);
        return new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), events::add);
    }

    @Test
    void whatStaysCannotNeedWhatGoes() {
        StepGraph.Builder builder = StepGraph.builder();
        builder.add(FakeStep.of(world, "stays", "goes"));
        builder.add(FakeStep.of(world, "goes"), Disposition.UNWANTED);
        assertThatThrownBy(builder::build).hasMessageContaining("thing/stays stays and needs thing/goes");
    }
}
