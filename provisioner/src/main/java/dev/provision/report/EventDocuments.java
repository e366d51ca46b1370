package dev.provision.report;

import dev.provision.graph.Change;
import dev.provision.graph.Event;
import dev.provision.graph.Outcome;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.Readiness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Events as JSON objects. The names in here are an interface: scripts read them. */
final class EventDocuments {
    private EventDocuments() {}

    static Map<String, Object> of(Event event) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", event.at().toString());
        document.put("event", name(event));
        if (event instanceof Event.OfStep ofStep) {
            document.put("step", ofStep.key());
            document.putAll(details(ofStep));
        } else {
            document.putAll(details(event));
        }
        return document;
    }

    /** {@code StepStarted} is {@code step-started}. */
    private static String name(Event event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> details(Event event) {
        return switch (event) {
            case Event.RunStarted started ->
                Fields.of("operation", started.operation().word(), "steps", started.steps());
            case Event.Note note -> Fields.of("text", note.text());
            case Event.RunFinished finished ->
                Fields.of(
                        "operation",
                        finished.result().operation().word(),
                        "changed",
                        finished.result().changed(),
                        "failed",
                        finished.result().failures().size(),
                        "stopped",
                        finished.result().stopped(),
                        "seconds",
                        seconds(finished.result().took()),
                        "longestWaits",
                        seconds(finished.result().timeline().longestWaits()),
                        "criticalPath",
                        new CriticalPath(finished.result()).document());
            case Event.Stopping _, Event.OfStep _ -> Map.of();
        };
    }

    private static Map<String, Object> details(Event.OfStep event) {
        return switch (event) {
            case Event.StepStarted started -> Fields.of("typicalSeconds", started.typicalSeconds());
            case Event.Converging converging -> Fields.of("changes", changes(converging.changes()));
            case Event.Polled polled -> Fields.of("reason", polled.reason());
            case Event.Ready ready -> Fields.of("how", ready.how().word(), "seconds", seconds(ready.took()));
            case Event.Planned planned -> planned(planned.planned());
            case Event.Observed observed -> observed(observed.readiness());
            case Event.Deleted deleted -> Fields.of("seconds", seconds(deleted.took()));
            case Event.Failed failed -> {
                Map<String, Object> document = failure(failed.failure());
                document.put("seconds", seconds(failed.took()));
                yield document;
            }
            case Event.Skipped skipped ->
                skipped.because().map(key -> Fields.of("because", key)).orElse(Map.of());
            case Event.Found _, Event.Creating _, Event.Created _, Event.Deleting _, Event.Absent _ -> Map.of();
        };
    }

    private static Map<String, Object> planned(Outcome.Planned planned) {
        return Fields.of("action", planned.action().word(), "changes", changes(planned.changes()));
    }

    private static Map<String, Object> observed(Optional<Readiness> readiness) {
        return readiness
                .map(found -> switch (found) {
                    case Readiness.Ready _ -> Fields.of("state", "ready");
                    case Readiness.Pending pending -> Fields.of("state", "pending", "reason", pending.reason());
                    case Readiness.Failed failed -> Fields.of("state", "failed", "reason", failed.reason());
                })
                .orElseGet(() -> Fields.of("state", "absent"));
    }

    static Map<String, Object> failure(ProvisionException failure) {
        Map<String, Object> document =
                Fields.of("type", failure.getClass().getSimpleName(), "message", String.valueOf(failure.getMessage()));
        failure.step().ifPresent(key -> document.put("step", key));
        if (!failure.remedy().isEmpty()) {
            document.put("remedy", failure.remedy());
        }
        if (failure instanceof StepFailed step && !step.evidence().isEmpty()) {
            document.put("evidence", step.evidence());
        }
        if (failure instanceof ReleaseRolledBack release && !release.evidence().isEmpty()) {
            document.put("evidence", release.evidence());
        }
        if (failure instanceof ConfigInvalid invalid) {
            document.put("problems", invalid.problems());
        }
        return document;
    }

    private static List<Map<String, Object>> changes(List<Change> changes) {
        return changes.stream().map(EventDocuments::change).toList();
    }

    static Map<String, Object> change(Change change) {
        return Fields.of(
                "field",
                change.field(),
                "old",
                change.oldValue(),
                "new",
                change.newValue(),
                "effect",
                change.effect() == Change.Effect.REPLACE ? "replace" : "in-place");
    }

    /** With three decimals. */
    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
