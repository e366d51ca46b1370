package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.MonthlyCost;
import dev.provision.graph.Change;
import dev.provision.graph.Outcome;
import dev.provision.graph.Readiness;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import dev.provision.report.Report;
import dev.provision.report.Terminal;
import dev.provision.stack.AlarmMail;
import dev.provision.stack.RouteStatus;
import dev.provision.stack.StatusReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of an environment.
 *
 * @param at when it was asked for
 * @param status what the routes are doing
 * @param result what exists and how ready it is
 * @param mail whom the alarms write to
 * @param drift the resources that differ from the configuration, and how
 * @param idle what it costs a month before the first request; empty where the prices of its region are not known
 */
record StatusView(
        Environment environment,
        Instant at,
        StatusReport status,
        RunResult result,
        Optional<AlarmMail> mail,
        Map<StepKey, List<Change>> drift,
        Optional<MonthlyCost> idle) {

    static boolean nothingExists(RunResult result) {
        return result.outcomes().values().stream()
                .allMatch(outcome -> outcome instanceof Outcome.Absent
                        || (outcome instanceof Outcome.Observed(Optional<Readiness> found) && found.isEmpty()));
    }

    static void nothing(Environment environment, String why, Report report) {
        report.line("environment " + environment.env() + " does not exist: " + why
                + "; create it with provision up --env " + environment.env());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", environment.env());
        document.put("exists", false);
        document.put("healthy", false);
        document.put("reason", why);
        document.put("endpoints", List.of());
        document.put("routes", List.of());
        report.document(document);
    }

    boolean healthy() {
        return !status.routes().isEmpty()
                && status.routes().stream().allMatch(RouteStatus::healthy)
                && troubles().isEmpty();
    }

    void show(Report report, Terminal terminal) {
        new StatusText(this, terminal).show(report);
        report.document(new StatusDocument(this).document());
    }

    /** What is missing or not ready, and what could not be looked at. */
    Map<StepKey, String> troubles() {
        Map<StepKey, String> troubles = new LinkedHashMap<>();
        result.outcomes().forEach((key, outcome) -> trouble(outcome).ifPresent(text -> troubles.put(key, text)));
        return troubles;
    }

    private static Optional<String> trouble(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Observed(Optional<Readiness> readiness) ->
                readiness.isEmpty() ? Optional.of("is missing") : trouble(readiness.get());
            case Outcome.Failed(var failure) -> Optional.of("cannot be looked at: " + failure.getMessage());
            case Outcome.Skipped(Optional<StepKey> because) ->
                Optional.of("was not looked at"
                        + because.map(key -> ", because of " + key).orElse(""));
            default -> Optional.empty();
        };
    }

    private static Optional<String> trouble(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready _ -> Optional.empty();
            case Readiness.Pending pending -> Optional.of(pending.reason());
            case Readiness.Failed failed -> Optional.of(failed.reason());
        };
    }
}
