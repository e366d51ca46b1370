package dev.provision.graph;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Runs a graph of steps: concurrently where their needs allow it, each on a thread of its own. On the first failure
 * nothing new starts, what runs comes to its end, and every failure is in the result.
 *
 * <p>One runner serves one command. Its methods block until the last running step has ended; they return failures instead of
 * throwing them: see {@link RunResult#orThrow()}.
 */
public final class GraphRunner {
    /** Some providers let go of a network interface only 40 minutes after its user is gone. */
    static final int DELETE_PATIENCE_MINUTES = 45;

    private final StepGraph graph;
    private final Run run;
    private final List<List<Timeline.Turn>> passes = new ArrayList<>();
    private Optional<SequencedMap<StepKey, Outcome>> located = Optional.empty();

    /**
     * @param graph the steps
     * @param clock tells the time of events and of bounds
     * @param sleeper lets time pass between polls
     * @param limits calls at once
     * @param sink gets every event, one at a time
     */
    public GraphRunner(StepGraph graph, Clock clock, Sleeper sleeper, ServiceLimits limits, EventSink sink) {
        this.graph = graph;
        this.run = new Run(clock, sleeper, limits, sink);
    }

    /** Creates what is missing, changes what differs, waits until everything is ready, then deletes what is not wanted. */
    public RunResult up() {
        Instant start = started(Operation.UP, graph.lasting());
        SequencedMap<StepKey, Outcome> outcomes = pass(graph.lasting(), StepRun.Work.UP);
        if (!run.halted()) {
            StepGraph unwanted = unwanted(outcomes);
            outcomes.putAll(pass(unwanted, StepRun.Work.DELETE));
        }
        if (!run.halted()) {
            // What this run has not changed has let nothing go: one look is enough.
            StepRun.Work clean =
                    result(Operation.UP, outcomes, start).changed() ? StepRun.Work.CLEAN : StepRun.Work.CLEAN_ONCE;
            pass(graph.replacedBeside(), clean).forEach((key, outcome) -> {
                if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.Skipped) {
                    outcomes.put(key, outcome);
                }
            });
        }
        return finished(Operation.UP, outcomes, start);
    }

    /** {@link #plan(Applied)} without knowing what was applied before. */
    public RunResult plan() {
        return plan(Applied.nothing());
    }

    /**
     * Compares what is wanted with what is live; changes nothing. An {@link #up} of the same runner does not look up again
     * what it found.
     *
     * @param since what the last {@code up} applied, to tell what somebody else has changed since
     */
    public RunResult plan(Applied since) {
        run.since(since);
        Instant start = started(Operation.PLAN, graph.lasting());
        SequencedMap<StepKey, Outcome> outcomes = pass(graph.lasting(), StepRun.Work.PLAN);
        unwanted(outcomes).keys().forEach(key -> {
            Outcome.Planned planned = new Outcome.Planned(Outcome.Action.DELETE, List.of());
            run.emit(new Event.Planned(run.now(), key, planned));
            outcomes.put(key, planned);
        });
        return finished(Operation.PLAN, outcomes, start);
    }

    /**
     * Ends an {@link #up} that has nothing to do, by what the {@link #plan} of this runner has found: probes once, and changes
     * nothing.
     *
     * @return empty where something is to be changed, deleted or waited for; the events that were emitted say nothing then
     */
    public Optional<RunResult> confirm() {
        if (!graph.unwanted().existing().keys().isEmpty()) {
            return Optional.empty();
        }
        Instant start = started(Operation.UP, graph.lasting());
        SequencedMap<StepKey, Outcome> outcomes = pass(graph.lasting(), StepRun.Work.CONFIRM);
        return outcomes.values().stream()
                        .allMatch(outcome -> outcome instanceof Outcome.Ready || outcome instanceof Outcome.Absent)
                ? Optional.of(finished(Operation.UP, outcomes, start))
                : Optional.empty();
    }

    /**
     * What there is of what is not wanted. What it needs must have been looked up.
     *
     * @param outcomes gets what could not be looked up
     */
    private StepGraph unwanted(SequencedMap<StepKey, Outcome> outcomes) {
        StepGraph unwanted = graph.unwanted();
        pass(unwanted, StepRun.Work.LOCATE).forEach((key, outcome) -> {
            if (outcome instanceof Outcome.Failed) {
                outcomes.put(key, outcome);
            }
        });
        return unwanted.existing();
    }

    /**
     * Looks at the state of every resource that is wanted, and of what these need; changes nothing. What is kept as it is would
     * be found ready whatever it is.
     */
    public RunResult status() {
        StepGraph judged = graph.wantedAndNeeded();
        Instant start = started(Operation.STATUS, judged);
        return finished(Operation.STATUS, pass(judged, StepRun.Work.STATUS), start);
    }

    /**
     * What of the resources that were found differs from what is wanted of them; makes no call, so that a run must have
     * looked for them before. What is missing is not in it, and neither is what is kept as it is.
     */
    public SequencedMap<StepKey, List<Change>> differences() {
        SequencedMap<StepKey, List<Change>> differences = new LinkedHashMap<>();
        graph.nodes().forEach((key, node) -> {
            List<Change> changes = changes(node);
            if (node.disposition() == Disposition.WANTED && !changes.isEmpty()) {
                differences.put(key, changes);
            }
        });
        return differences;
    }

    private static <L> List<Change> changes(StepGraph.Node<L> node) {
        return node.ref().live().map(node.step()::changes).orElse(List.of());
    }

    /**
     * Looks for every resource; changes nothing and emits no event but failures. A {@link #teardown} of the same runner does
     * not look again.
     *
     * @return the steps whose resource exists and can be deleted, those first that a teardown deletes last
     * @throws ProvisionException if a look-up failed
     */
    public List<StepKey> existing() {
        Instant start = begun();
        SequencedMap<StepKey, Outcome> found = pass(graph, StepRun.Work.LOCATE);
        result(Operation.STATUS, found, start).orThrow();
        located = Optional.of(found);
        return List.copyOf(graph.existing().keys());
    }

    /** Deletes what is to go, and leaves everything else as it is. */
    public RunResult remove() {
        Instant start = begun();
        SequencedMap<StepKey, Outcome> outcomes = pass(graph, StepRun.Work.LOCATE);
        StepGraph unwanted = graph.unwanted().existing();
        run.emit(new Event.RunStarted(start, Operation.REMOVE, List.copyOf(unwanted.keys())));
        if (!run.halted()) {
            outcomes = pass(unwanted, StepRun.Work.REMOVE);
        }
        return finished(Operation.REMOVE, outcomes, start);
    }

    /** Deletes everything, dependants first; what still stands in the way of a deletion is waited for. */
    public RunResult teardown() {
        return teardown(key -> false);
    }

    /**
     * Deletes everything but what is kept.
     *
     * @param kept the steps whose resources stay
     */
    public RunResult teardown(Predicate<StepKey> kept) {
        Instant start = started(Operation.TEARDOWN, graph);
        // A step is found by what it needs (a subnet by its VPC), so everything is looked up in the order of creation
        // first.
        SequencedMap<StepKey, Outcome> found = located.orElseGet(() -> pass(graph, StepRun.Work.LOCATE));
        return finished(
                Operation.TEARDOWN, run.halted() ? found : pass(graph.without(kept), StepRun.Work.DELETE), start);
    }

    /** Lets running calls end and starts nothing new; waits are cut short. May be called from any thread, at any time. */
    public void stop() {
        run.stop();
    }

    private SequencedMap<StepKey, Outcome> pass(StepGraph steps, StepRun.Work work) {
        Schedule schedule = new Schedule(steps, work, run);
        SequencedMap<StepKey, Outcome> outcomes = schedule.outcomes();
        passes.add(schedule.turns());
        return outcomes;
    }

    private Instant begun() {
        passes.clear();
        return run.begin();
    }

    private Instant started(Operation operation, StepGraph steps) {
        Instant start = begun();
        run.emit(new Event.RunStarted(start, operation, List.copyOf(steps.keys())));
        return start;
    }

    private RunResult finished(Operation operation, SequencedMap<StepKey, Outcome> outcomes, Instant start) {
        RunResult result = result(operation, outcomes, start);
        run.emit(new Event.RunFinished(run.now(), result));
        return result;
    }

    private RunResult result(Operation operation, SequencedMap<StepKey, Outcome> outcomes, Instant start) {
        return new RunResult(operation, outcomes, new Timeline(passes), run.since(start), run.stopped());
    }
}
