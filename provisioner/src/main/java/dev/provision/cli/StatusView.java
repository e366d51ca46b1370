package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.Outcome;
import dev.provision.graph.Readiness;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import dev.provision.report.Report;
import dev.provision.report.Table;
import dev.provision.stack.Endpoint;
import dev.provision.stack.RouteStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of an environment for people and machines.
 *
 * @param result what exists and how ready it is
 */
record StatusView(Environment environment, List<Endpoint> endpoints, List<RouteStatus> routes, RunResult result) {
    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    StatusView {
        endpoints = List.copyOf(endpoints);
        routes = List.copyOf(routes);
    }

    static boolean nothingExists(RunResult result) {
        return result.outcomes().values().stream()
                .allMatch(outcome -> outcome instanceof Outcome.Observed(Optional<Readiness> found) && found.isEmpty());
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
        return !routes.isEmpty()
                && routes.stream().allMatch(RouteStatus::healthy)
                && troubles().isEmpty();
    }

    void show(Report report) {
        report.line(
                environment.prefix() + " in " + environment.region() + ": " + (healthy() ? "healthy" : "NOT healthy"));
        endpoints.forEach(endpoint -> report.line("  " + endpoint.url()));
        report.table(new Table(
                List.of("route", "path", "compute", "slot", "weight", "healthy", "targets", "version", "image"),
                routes.stream().map(StatusView::row).toList()));
        routes.forEach(route -> route.reasons().forEach(reason -> report.line("  " + route.name() + ": " + reason)));
        troubles().forEach((key, trouble) -> report.line("  " + key + ": " + trouble));
        report.document(document());
    }

    private static List<String> row(RouteStatus route) {
        String digest = route.imageDigest();
        return List.of(
                route.name(),
                route.path(),
                route.compute(),
                route.slot(),
                route.weight() + " %",
                route.healthy() ? "yes" : "NO",
                route.healthyTargets() + "/" + route.totalTargets(),
                route.version(),
                digest.substring(0, Math.min(digest.length(), SHORT_DIGEST)));
    }

    /** What is missing or not ready. */
    private Map<StepKey, String> troubles() {
        Map<StepKey, String> troubles = new LinkedHashMap<>();
        result.outcomes().forEach((key, outcome) -> {
            if (outcome instanceof Outcome.Observed(Optional<Readiness> readiness)) {
                trouble(readiness).ifPresent(text -> troubles.put(key, text));
            }
        });
        return troubles;
    }

    private static Optional<String> trouble(Optional<Readiness> readiness) {
        if (readiness.isEmpty()) {
            return Optional.of("is missing");
        }
        return switch (readiness.get()) {
            case Readiness.Ready _ -> Optional.empty();
            case Readiness.Pending pending -> Optional.of(pending.reason());
            case Readiness.Failed failed -> Optional.of(failed.reason());
        };
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", environment.env());
        document.put("exists", true);
        document.put("healthy", healthy());
        document.put("endpoints", endpoints.stream().map(Endpoint::url).toList());
        document.put("routes", routes.stream().map(StatusView::document).toList());
        document.put(
                "troubles",
                troubles().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
        return document;
    }

    private static Map<String, Object> document(RouteStatus route) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", route.name());
        document.put("path", route.path());
        document.put("compute", route.compute());
        document.put("slot", route.slot());
        document.put("weight", route.weight());
        document.put("healthy", route.healthy());
        document.put("healthyTargets", route.healthyTargets());
        document.put("totalTargets", route.totalTargets());
        document.put("reasons", route.reasons());
        document.put("imageDigest", route.imageDigest());
        document.put("version", route.version());
        return document;
    }
}
