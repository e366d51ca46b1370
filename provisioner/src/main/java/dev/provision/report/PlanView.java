package dev.provision.report;

import dev.provision.graph.Change;
import dev.provision.graph.Outcome;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an {@code up} would do, and what somebody else has done since the last one.
 *
 * @param prefix name and environment, for example {@code helidon-demo-api-local}
 * @param planned by step, in the order of the graph
 * @param removed what goes because the configuration no longer names it
 */
public record PlanView(String prefix, SequencedMap<StepKey, Outcome.Planned> planned, Set<StepKey> removed) {
    public PlanView {
        removed = Set.copyOf(removed);
    }

    /**
     * @param wanted the plan of what is wanted
     * @param surplus the plan of what no longer is, where there is any
     */
    public static PlanView of(String prefix, RunResult wanted, Optional<RunResult> surplus) {
        SequencedMap<StepKey, Outcome.Planned> planned = new LinkedHashMap<>();
        Stream.concat(Stream.of(wanted), surplus.stream())
                .forEach(result -> result.outcomes().forEach((key, outcome) -> {
                    if (outcome instanceof Outcome.Planned step
                            && (step.action() != Outcome.Action.NONE || !planned.containsKey(key))) {
                        planned.put(key, step);
                    }
                }));
        Set<StepKey> removed = new HashSet<>();
        surplus.ifPresent(result -> result.outcomes().forEach((key, outcome) -> {
            if (outcome instanceof Outcome.Planned step && step.action() == Outcome.Action.DELETE) {
                removed.add(key);
            }
        }));
        return new PlanView(prefix, planned, removed);
    }

    /** Whether there is anything to do. */
    public boolean changed() {
        return planned.values().stream()
                .anyMatch(step -> step.action() != Outcome.Action.NONE && step.action() != Outcome.Action.CHECK);
    }

    /**
     * Whether something would be replaced, or deleted because the configuration no longer names it. What a release leaves
     * behind when it has moved a route is no reason to ask.
     */
    public boolean destructive() {
        return !removed.isEmpty() || count(Outcome.Action.REPLACE) > 0;
    }

    private long count(Outcome.Action action) {
        return planned.values().stream().filter(step -> step.action() == action).count();
    }

    private long drifted() {
        return planned.values().stream().filter(Outcome.Planned::drifted).count();
    }

    List<String> lines(Symbols symbols) {
        if (!changed()) {
            return List.of(
                    "no changes: all " + count(Outcome.Action.NONE) + " resources of " + prefix + " are as wanted");
        }
        List<String> lines = new ArrayList<>();
        lines.add("plan for " + prefix + ": " + counts());
        planned.forEach((key, step) -> lines.addAll(lines(key, step, symbols)));
        return lines;
    }

    private String counts() {
        List<String> parts = new ArrayList<>();
        for (Outcome.Action action :
                List.of(Outcome.Action.CREATE, Outcome.Action.CHANGE, Outcome.Action.REPLACE, Outcome.Action.DELETE)) {
            if (count(action) > 0) {
                parts.add(count(action) + " to " + action.word());
            }
        }
        if (count(Outcome.Action.NONE) > 0) {
            parts.add(count(Outcome.Action.NONE) + " unchanged");
        }
        return String.join(", ", parts)
                + (drifted() > 0 ? "; somebody else changed " + drifted() + " since the last up" : "");
    }

    private static List<String> lines(StepKey key, Outcome.Planned step, Symbols symbols) {
        return switch (step.action()) {
            case NONE, CHECK -> List.of();
            case CREATE -> List.of(symbols.added() + " " + key + (step.lost() ? "  (somebody else deleted it)" : ""));
            case DELETE -> List.of(symbols.removed() + " " + key);
            case CHANGE -> lines(symbols.changed() + " " + key, step);
            case REPLACE -> lines(symbols.replaced() + " " + key + "  is replaced", step);
        };
    }

    private static List<String> lines(String head, Outcome.Planned step) {
        List<String> lines = new ArrayList<>();
        lines.add(head);
        step.changes()
                .forEach(change -> lines.add("      " + Words.change(change)
                        + switch (by(change, step)) {
                            case CONFIGURATION -> "";
                            case SOMEBODY_ELSE -> "  (somebody else changed it)";
                            case BOTH -> "  (somebody else changed it, and so did the configuration)";
                        }));
        return lines;
    }

    Map<String, Object> document() {
        List<Map<String, Object>> steps = new ArrayList<>();
        planned.forEach((key, step) -> {
            if (step.action() != Outcome.Action.NONE && step.action() != Outcome.Action.CHECK) {
                steps.add(document(key, step));
            }
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("event", "plan");
        document.put("prefix", prefix);
        document.put("changed", changed());
        document.put("drifted", drifted() > 0);
        document.put("unchanged", count(Outcome.Action.NONE));
        document.put("steps", steps);
        return document;
    }

    private static Map<String, Object> document(StepKey key, Outcome.Planned step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("step", key);
        document.put("action", step.action().word());
        document.put("drifted", step.drifted());
        document.put(
                "changes",
                step.changes().stream().map(change -> document(change, step)).toList());
        return document;
    }

    private static Map<String, Object> document(Change change, Outcome.Planned step) {
        Map<String, Object> document = new LinkedHashMap<>(EventDocuments.change(change));
        document.put("by", by(change, step).word);
        return document;
    }

    private static By by(Change change, Outcome.Planned step) {
        if (step.contested().contains(change)) {
            return By.BOTH;
        }
        return step.undoing().contains(change) ? By.SOMEBODY_ELSE : By.CONFIGURATION;
    }

    /** Who has changed a field since the last {@code up}. */
    private enum By {
        CONFIGURATION("configuration"),
        SOMEBODY_ELSE("somebody else"),
        BOTH("both");

        private final String word;

        By(String word) {
            this.word = word;
        }
    }
}
