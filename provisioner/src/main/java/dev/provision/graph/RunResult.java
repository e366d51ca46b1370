package dev.provision.graph;

import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.RunFailed;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How a run ended.
 *
 * @param operation what was done
 * @param outcomes the outcome of every step, in the order in which the steps were defined
 * @param timeline when the steps had their turns
 * @param took the whole run
 * @param stopped whether it was stopped before every step had its turn
 */
public record RunResult(
        Operation operation,
        SequencedMap<StepKey, Outcome> outcomes,
        Timeline timeline,
        Duration took,
        boolean stopped) {
    public RunResult {
        outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
    }

    /** The failures of all steps that failed. */
    public List<ProvisionException> failures() {
        return outcomes.values().stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(outcome -> ((Outcome.Failed) outcome).failure())
                .toList();
    }

    /** The steps with an outcome of type {@code kind}. */
    public List<StepKey> ended(Class<? extends Outcome> kind) {
        return outcomes.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many steps became ready in this way. */
    public int count(How how) {
        return (int) outcomes.values().stream()
                .filter(outcome -> outcome instanceof Outcome.Ready(How h, Duration _) && h == how)
                .count();
    }

    /** How many steps a plan has this for. */
    public int count(Outcome.Action action) {
        return (int) outcomes.values().stream()
                .filter(outcome -> outcome instanceof Outcome.Planned planned && planned.action() == action)
                .count();
    }

    /** Whether anything was, or in a plan would be, created, changed, replaced or deleted. */
    public boolean changed() {
        return outcomes.values().stream().anyMatch(outcome -> switch (outcome) {
            case Outcome.Ready ready -> ready.how() != How.UNCHANGED && ready.how() != How.CHECKED;
            case Outcome.Planned planned ->
                planned.action() != Outcome.Action.NONE && planned.action() != Outcome.Action.CHECK;
            case Outcome.Deleted _ -> true;
            case Outcome.Observed _, Outcome.Absent _, Outcome.Failed _, Outcome.Skipped _ -> false;
        });
    }

    /**
     * This result, if every step had its turn and none failed.
     *
     * @throws ProvisionException the only failure, a {@link RunFailed} with all of them, or {@link Interrupted}
     */
    public RunResult orThrow() {
        // Without credentials every step fails in the same words; once is enough.
        Map<String, ProvisionException> distinct = new LinkedHashMap<>();
        failures().forEach(failure -> distinct.putIfAbsent(String.valueOf(failure.getMessage()), failure));
        List<ProvisionException> failures = List.copyOf(distinct.values());
        if (failures.size() == 1) {
            throw failures.getFirst();
        }
        if (!failures.isEmpty()) {
            throw new RunFailed(failures);
        }
        if (stopped) {
            throw new Interrupted(operation);
        }
        return this;
    }
}
