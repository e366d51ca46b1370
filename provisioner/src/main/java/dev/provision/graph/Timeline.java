package dev.provision.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * When the steps of a run had their turns, and which of them decided how long it took.
 *
 * @param passes the turns of each pass over the graph, in the order in which they ended; a pass starts when the one before it
 *     has ended
 */
public record Timeline(List<List<Turn>> passes) {
    public Timeline {
        passes = passes.stream().map(List::copyOf).toList();
    }

    /**
     * One step's turn.
     *
     * @param needs the steps of the same pass whose end it waited for
     * @param start from the start of the run
     * @param took from its start to its end
     * @param waited how much of that the provider was still at work, and the step could only ask
     */
    public record Turn(StepKey key, Set<StepKey> needs, Duration start, Duration took, Duration waited) {
        public Turn {
            needs = Set.copyOf(needs);
        }

        Duration end() {
            return start.plus(took);
        }
    }

    /** Nothing ran. */
    public static Timeline empty() {
        return new Timeline(List.of());
    }

    /**
     * The turns that decided how long the run took, first to last: each began when the one before it ended, and with any of
     * them shorter the run would have been shorter.
     */
    public List<Turn> criticalPath() {
        return passes.stream().flatMap(pass -> decisive(pass).stream()).toList();
    }

    private static List<Turn> decisive(List<Turn> pass) {
        Map<StepKey, Turn> turns = byKey(pass);
        List<Turn> path = new ArrayList<>();
        Optional<Turn> next = last(pass);
        while (next.isPresent()) {
            path.addFirst(next.get());
            next = last(next.get().needs().stream()
                    .filter(turns::containsKey)
                    .map(turns::get)
                    .toList());
        }
        return path;
    }

    private static Optional<Turn> last(Collection<Turn> turns) {
        return turns.stream().max(Comparator.comparing(Turn::end));
    }

    private static Map<StepKey, Turn> byKey(List<Turn> pass) {
        return pass.stream().collect(Collectors.toMap(Turn::key, Function.identity()));
    }

    /**
     * What the run would have taken if nothing but the provider's own work took time: the longest chain of waits, each upon
     * the ones that it needs.
     */
    public Duration longestWaits() {
        return passes.stream().map(Timeline::longestWaits).reduce(Duration.ZERO, Duration::plus);
    }

    /** A turn ends after those that it needs, so that their chains are known when it comes. */
    private static Duration longestWaits(List<Turn> pass) {
        Map<StepKey, Duration> chains = new HashMap<>();
        for (Turn turn : pass) {
            chains.put(
                    turn.key(),
                    turn.waited()
                            .plus(longest(turn.needs().stream()
                                    .map(need -> chains.getOrDefault(need, Duration.ZERO))
                                    .toList())));
        }
        return longest(chains.values());
    }

    private static Duration longest(Collection<Duration> durations) {
        return durations.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
