package dev.provision.report;

import dev.provision.graph.Event;
import dev.provision.graph.How;
import dev.provision.graph.Operation;
import dev.provision.graph.Outcome;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns events into plain lines. Unchanged resources are left to the count at the end, a repeated reason is said once. */
final class EventLines {
    /** Of the same refusal, repeated, nothing but this changes. */
    private static final Pattern REQUEST = Pattern.compile(", request [^)]*");

    private final Map<StepKey, String> reasons = new HashMap<>();
    private final Map<StepKey, Integer> kept = new TreeMap<>();
    private Optional<Instant> start = Optional.empty();

    List<String> lines(Event event) {
        switch (event) {
            case Event.RunStarted started -> start = Optional.of(started.at());
            case Event.Skipped skipped -> skipped.because().ifPresent(cause -> kept.merge(cause, 1, Integer::sum));
            default -> {}
        }
        Stream<String> before = event instanceof Event.RunFinished ? notStarted() : Stream.empty();
        return Stream.concat(before, text(event).stream())
                .map(text -> String.format(Locale.ROOT, "%7.1f s  %s", seconds(event.at()), text))
                .toList();
    }

    /** One line for each failure that kept others from starting: they are many, and it is the failure that matters. */
    private Stream<String> notStarted() {
        return kept.entrySet().stream()
                .map(cause ->
                        String.format("%-32s others not started because of it: %d", cause.getKey(), cause.getValue()));
    }

    private double seconds(Instant at) {
        return start.map(from -> Duration.between(from, at).toMillis() / 1000.0).orElse(0.0);
    }

    private Optional<String> text(Event event) {
        return switch (event) {
            case Event.RunStarted started ->
                Optional.of(started.operation().word() + ": " + started.steps().size() + " steps");
            case Event.OfStep ofStep -> ofStep(ofStep).map(text -> String.format("%-32s %s", ofStep.key(), text));
            case Event.Stopping _ -> Optional.of("stopping: what has begun comes to its end, nothing new starts");
            case Event.Note note -> Optional.of(note.text());
            case Event.RunFinished finished -> finish(finished);
        };
    }

    private static String without(Pattern part, String text) {
        return part.matcher(text).replaceAll("");
    }

    private Optional<String> ofStep(Event.OfStep event) {
        return switch (event) {
            case Event.StepStarted _,
                    Event.Found _,
                    Event.Created _,
                    Event.Absent _,
                    Event.Observed _,
                    Event.Skipped _ -> Optional.empty();
            case Event.Creating _ -> Optional.of("creating");
            case Event.Converging converging -> Optional.of("changing " + Words.changes(converging.changes()));
            case Event.Polled polled ->
                without(REQUEST, polled.reason()).equals(reasons.put(polled.key(), without(REQUEST, polled.reason())))
                        ? Optional.empty()
                        : Optional.of("waiting: " + polled.reason());
            case Event.Ready ready ->
                ready.how() == How.UNCHANGED || ready.how() == How.CHECKED
                        ? Optional.empty()
                        : Optional.of(ready.how().word() + " in " + Words.seconds(ready.took()));
            case Event.Planned planned -> planned(planned.planned());
            case Event.Deleting _ -> Optional.of("deleting");
            case Event.Deleted deleted -> Optional.of("deleted in " + Words.seconds(deleted.took()));
            case Event.Failed failed -> Optional.of("FAILED: " + reason(failed));
        };
    }

    static Optional<String> planned(Outcome.Planned planned) {
        return switch (planned.action()) {
            case NONE, CHECK -> Optional.empty();
            case CREATE -> Optional.of("would be created");
            case CHANGE -> Optional.of("would change " + Words.changes(planned.changes()));
            case DELETE -> Optional.of("would be deleted");
            case REPLACE -> Optional.of("would be replaced: " + Words.changes(planned.changes()));
        };
    }

    /** Nothing after a clean up: its summary says it all. */
    static Optional<String> finish(Event.RunFinished finished) {
        RunResult result = finished.result();
        boolean clean = result.failures().isEmpty() && !result.stopped();
        return clean && result.operation() == Operation.UP
                ? Optional.empty()
                : Optional.of((result.stopped() ? "stopped: " : "finished: ") + Words.counts(result) + " in "
                        + Words.seconds(result.took()));
    }

    /** The message of a failure without the step's key, which stands before it. */
    static String reason(Event.Failed failed) {
        String message = String.valueOf(failed.failure().getMessage());
        String prefix = failed.key() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}
