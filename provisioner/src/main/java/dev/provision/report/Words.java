package dev.provision.report;

import dev.provision.graph.Change;
import dev.provision.graph.How;
import dev.provision.graph.Outcome;
import dev.provision.graph.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How things are put to people, the same in every form. */
final class Words {
    private Words() {}

    /** {@code 4.2 s}, from a minute on {@code 2:05 min}. */
    static String seconds(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return String.format(Locale.ROOT, "%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
    }

    static String change(Change change) {
        String replaced = change.effect() == Change.Effect.REPLACE ? " (replaces the resource)" : "";
        // Of variables only the names are told.
        String values = change.oldValue().equals(change.newValue())
                ? "other values of " + value(change.newValue())
                : value(change.oldValue()) + " -> " + value(change.newValue());
        return change.field() + " " + values + replaced;
    }

    static String changes(List<Change> changes) {
        return changes.stream().map(Words::change).collect(Collectors.joining(", "));
    }

    private static String value(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    /** {@code 12 created, 3 unchanged, 1 failed}. */
    static String counts(RunResult result) {
        List<String> parts = new ArrayList<>();
        for (How how : How.values()) {
            add(parts, result.count(how), how.word());
        }
        for (Outcome.Action action : Outcome.Action.values()) {
            if (action != Outcome.Action.CHECK) {
                add(parts, result.count(action), action == Outcome.Action.NONE ? "unchanged" : "to " + action.word());
            }
        }
        add(parts, result.ended(Outcome.Observed.class).size(), "looked at");
        add(parts, result.ended(Outcome.Deleted.class).size(), "deleted");
        add(parts, result.ended(Outcome.Absent.class).size(), "not there");
        add(parts, result.ended(Outcome.Failed.class).size(), "failed");
        add(parts, result.ended(Outcome.Skipped.class).size(), "not started");
        return parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }
}
