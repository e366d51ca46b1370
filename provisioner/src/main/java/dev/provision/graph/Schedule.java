package dev.provision.graph;

import dev.provision.graph.ProvisionException.StepFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One pass over a graph: every step on a thread of its own, started the moment the last step that goes before it
 * has ended well; of those that could start together, the head of the longest expected chain first.
 */
final class Schedule {
    private final StepGraph graph;
    private final StepRun.Work work;
    private final Run run;
    private final Map<StepKey, Set<StepKey>> after;
    private final Map<StepKey, Set<StepKey>> before;
    private final Map<StepKey, Set<StepKey>> dependants;
    private final Map<StepKey, Long> chains = new HashMap<>();
    private final Map<StepKey, Integer> missing = new HashMap<>();
    private final Map<StepKey, Outcome> ended = new HashMap<>();
    private final BlockingQueue<Ended> queue = new LinkedBlockingQueue<>();
    private final List<Timeline.Turn> turns = new ArrayList<>();
    private int running;

    Schedule(StepGraph graph, StepRun.Work work, Run run) {
        this.graph = graph;
        this.work = work;
        this.run = run;
        this.dependants = graph.dependants();
        Map<StepKey, Set<StepKey>> needs = graph.needs();
        boolean reverse =
                switch (work) {
                    case DELETE, REMOVE, CLEAN, CLEAN_ONCE -> true;
                    case UP, PLAN, STATUS, CONFIRM, LOCATE -> false;
                };
        this.before = reverse ? dependants : needs;
        this.after = reverse ? needs : dependants;
    }

    private record Ended(Timeline.Turn turn, Outcome outcome) {
        StepKey key() {
            return turn.key();
        }
    }

    /** The turns that were had, in the order in which they ended. */
    List<Timeline.Turn> turns() {
        return List.copyOf(turns);
    }

    SequencedMap<StepKey, Outcome> outcomes() {
        graph.keys().forEach(key -> missing.put(key, before.get(key).size()));
        start(graph.keys().stream().filter(key -> missing.get(key) == 0).toList());
        boolean interrupted = false;
        while (running > 0) {
            try {
                finish(queue.take());
            } catch (InterruptedException interrupt) {
                interrupted = true;
                run.stop();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return inOrder();
    }

    private void finish(Ended step) {
        running--;
        ended.put(step.key(), step.outcome());
        turns.add(step.turn());
        if (step.outcome() instanceof Outcome.Failed || step.outcome() instanceof Outcome.Skipped) {
            return;
        }
        List<StepKey> ready = new ArrayList<>();
        for (StepKey next : after.get(step.key())) {
            if (missing.merge(next, -1, Integer::sum) == 0) {
                ready.add(next);
            }
        }
        if (!run.halted()) {
            start(ready);
        }
    }

    private void start(List<StepKey> ready) {
        ready.stream().sorted(Comparator.comparing(this::chain).reversed()).forEach(key -> {
            running++;
            StepRun<?> step = stepRun(graph.nodes().get(key));
            Workers.start(() -> queue.add(ended(key, step)));
        });
    }

    private <L> StepRun<L> stepRun(StepGraph.Node<L> node) {
        StepKey key = node.step().key();
        boolean settled = before.get(key).stream()
                .map(ended::get)
                .allMatch(outcome -> outcome instanceof Outcome.Ready(How how, Duration _) && how == How.UNCHANGED);
        return new StepRun<>(
                new StepTurn<>(run, node, chain(key)), !dependants.get(key).isEmpty(), settled);
    }

    private Ended ended(StepKey key, StepRun<?> step) {
        Outcome outcome = perform(key, step);
        StepTurn<?> turn = step.turn();
        return new Ended(
                new Timeline.Turn(key, before.get(key), run.sinceBegin(turn.start()), turn.took(), turn.waited()),
                outcome);
    }

    private Outcome perform(StepKey key, StepRun<?> step) {
        try {
            return step.perform(work);
        } catch (Throwable bug) {
            // Not even a broken event sink may keep a step from ending: the run would wait for it for ever.
            run.failed(key);
            return new Outcome.Failed(StepFailed.internal(key, bug));
        }
    }

    /** Expected seconds from the start of this step to the end of the last one that follows from it. */
    private long chain(StepKey key) {
        Long known = chains.get(key);
        if (known != null) {
            return known;
        }
        long longest = after.get(key).stream().mapToLong(this::chain).max().orElse(0);
        long chain = longest + Math.max(0, graph.nodes().get(key).step().typicalSeconds());
        chains.put(key, chain);
        return chain;
    }

    private SequencedMap<StepKey, Outcome> inOrder() {
        SequencedMap<StepKey, Outcome> outcomes = new LinkedHashMap<>();
        for (StepKey key : graph.keys()) {
            outcomes.put(key, ended.containsKey(key) ? ended.get(key) : neverStarted(key));
        }
        return outcomes;
    }

    private Outcome neverStarted(StepKey key) {
        Optional<StepKey> because = failedBefore(key).or(run::firstFailure);
        run.emit(new Event.Skipped(run.now(), key, because));
        return new Outcome.Skipped(because);
    }

    private Optional<StepKey> failedBefore(StepKey key) {
        Set<StepKey> seen = new LinkedHashSet<>(before.get(key));
        List<StepKey> open = new ArrayList<>(seen);
        TreeMap<StepKey, Outcome> failed = new TreeMap<>();
        while (!open.isEmpty()) {
            StepKey earlier = open.removeLast();
            if (ended.get(earlier) instanceof Outcome.Failed failure) {
                failed.put(earlier, failure);
            }
            before.get(earlier).stream().filter(seen::add).forEach(open::add);
        }
        return failed.isEmpty() ? Optional.empty() : Optional.of(failed.firstKey());
    }
}
