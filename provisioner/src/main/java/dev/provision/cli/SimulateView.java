package dev.provision.cli;

import dev.provision.cost.CostModel;
import dev.provision.cost.Money;
import dev.provision.report.LineChart;
import dev.provision.report.Report;
import dev.provision.report.Table;
import dev.provision.report.Terminal;
import dev.provision.simulate.Outcome;
import dev.provision.simulate.Second;
import dev.provision.simulate.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What a simulation showed, for people and machines. */
record SimulateView(String title, int seconds, List<Simulation.Result> results, Optional<CostModel> prices) {
    private static final int CHART_HEIGHT = 7;

    void show(Report report, Terminal terminal) {
        report.line(title);
        report.table(new Table(
                List.of("route", "requests", "failed", "p50", "p95", "p99", "cost"),
                results.stream().map(this::row).toList()));
        int width = Math.min(terminal.width(), 100);
        for (Simulation.Result result : results) {
            report.line("");
            report.sentence(result.container() + ": " + scaling(result.outcome()));
            chart(result, Second::requests, "requests/s")
                    .lines(width, CHART_HEIGHT, terminal.unicode())
                    .forEach(report::line);
            chart(result, Second::capacity, capacity(result.outcome()))
                    .lines(width, CHART_HEIGHT, terminal.unicode())
                    .forEach(report::line);
        }
        report.document(document());
    }

    private static String capacity(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfFunction _ -> "instances";
            case Outcome.OfTasks _ -> "tasks";
        };
    }

    private LineChart chart(Simulation.Result result, ToDoubleFunction<Second> value, String name) {
        List<Double> values = result.points().stream().map(value::applyAsDouble).toList();
        return new LineChart(
                List.of(new LineChart.Series(name, values)),
                "0",
                words(Duration.ofSeconds(seconds)),
                number -> String.format(Locale.ROOT, "%8.1f", number));
    }

    private static String words(Duration time) {
        return time.toHours() > 0 ? time.toHours() + " h" : time.toSeconds() + " s";
    }

    private List<String> row(Simulation.Result result) {
        Outcome outcome = result.outcome();
        return List.of(
                result.container(),
                String.format(Locale.ROOT, "%,d", outcome.requests()),
                failed(outcome),
                millis(outcome, 0.5),
                millis(outcome, 0.95),
                millis(outcome, 0.99),
                prices.map(model -> Money.dollars(outcome.cost(model))).orElse("no prices"));
    }

    private static String failed(Outcome outcome) {
        double percent = outcome.requests() == 0 ? 0 : 100.0 * outcome.failed() / outcome.requests();
        return String.format(Locale.ROOT, "%,d (%.2f %%)", outcome.failed(), percent);
    }

    private static String millis(Outcome outcome, double part) {
        return String.format(Locale.ROOT, "%.0f ms", outcome.latencies().millis(part));
    }

    private static String scaling(Outcome outcome) {
        return switch (outcome) {
            case Outcome.OfFunction f ->
                String.format(Locale.ROOT, "up to %,d instances, %,d cold starts", f.mostInstances(), f.coldStarts());
            case Outcome.OfTasks t ->
                String.format(
                        Locale.ROOT,
                        "%d to %d tasks, CPU %.0f %%, queue up to %,.0f",
                        t.fewest(),
                        t.most(),
                        t.meanPercent(),
                        t.longestQueue());
        };
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seconds", seconds);
        document.put("routes", results.stream().map(this::document).toList());
        return document;
    }

    private Map<String, Object> document(Simulation.Result result) {
        Outcome outcome = result.outcome();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", result.container());
        document.put("requests", outcome.requests());
        document.put("failed", outcome.failed());
        for (double part : new double[] {0.5, 0.95, 0.99}) {
            document.put(
                    "p" + Math.round(part * 100) + "Millis",
                    rounded(outcome.latencies().millis(part)));
        }
        prices.ifPresent(
                model -> document.put("cost", Money.cents(outcome.cost(model)).doubleValue()));
        switch (outcome) {
            case Outcome.OfFunction f -> {
                document.put("coldStarts", f.coldStarts());
                document.put("mostInstances", f.mostInstances());
                document.put("billedSeconds", rounded(f.billedSeconds()));
            }
            case Outcome.OfTasks t -> {
                document.put("fewestTasks", t.fewest());
                document.put("mostTasks", t.most());
                document.put("taskSeconds", rounded(t.taskSeconds()));
                document.put("cpuPercent", rounded(t.meanPercent()));
                document.put("longestQueue", rounded(t.longestQueue()));
            }
        }
        document.put(
                "points", result.points().stream().map(SimulateView::document).toList());
        return document;
    }

    private static Map<String, Object> document(Second point) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("requests", rounded(point.requests()));
        document.put("capacity", rounded(point.capacity()));
        document.put("percent", rounded(point.percent()));
        document.put("failed", rounded(point.failed()));
        document.put("p50Millis", rounded(point.p50()));
        document.put("p99Millis", rounded(point.p99()));
        return document;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
