package dev.provision.cli;

import dev.provision.probe.Answers;
import dev.provision.probe.Breakdown;
import dev.provision.probe.Handled;
import dev.provision.probe.Spread;
import dev.provision.report.BarChart;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.report.Table;
import dev.provision.report.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What a probe measured.
 *
 * @param environment its name and the service's
 * @param requests to each route
 * @param alone answers that the load balancer gave itself
 */
record ProbeView(String environment, int requests, int concurrency, Answers alone, List<Measured> routes) {
    private static final int BARS = 40;

    /** @param handled what the log says of them */
    record Measured(String name, Answers answers, Handled handled, List<Breakdown> kinds) {}

    int failed() {
        return routes.stream().mapToInt(route -> route.answers().failed()).sum();
    }

    void show(Report report, Terminal terminal) {
        report.line(environment + ": " + requests + " requests to each route, " + concurrency + " at a time");
        if (alone.good().count() == 0) {
            report.sentence("the load balancer answers nothing itself: its part is in the queue's");
        }
        table(report, List.of("route", "state", "requests", "p50", "p95", "p99", "mean"), ProbeView::latencies);
        report.line("");
        table(
                report,
                List.of("route", "state", "mean", "= balancer", "+ cold start", "+ handler", "+ queue"),
                ProbeView::parts);
        routes.forEach(route -> remarks(route, report));
        for (Measured route : routes) {
            report.line("");
            report.line(route.name() + ": how many took how long");
            new BarChart(bars(route.answers().good()))
                    .lines(Math.min(BARS, terminal.width() - 30), terminal.unicode())
                    .forEach(report::line);
        }
        report.document(document());
    }

    private void table(Report report, List<String> headings, BiFunction<Measured, Breakdown, List<String>> row) {
        report.table(new Table(
                headings,
                routes.stream()
                        .flatMap(route -> route.kinds().stream().map(kind -> row.apply(route, kind)))
                        .toList()));
    }

    private static List<String> latencies(Measured route, Breakdown kind) {
        return List.of(
                route.name(),
                kind.kind(),
                String.valueOf(kind.total().count()),
                millis(kind.total().millis(0.5)),
                millis(kind.total().millis(0.95)),
                millis(kind.total().millis(0.99)),
                millis(kind.total().mean()));
    }

    /** What the mean is made of. */
    private static List<String> parts(Measured route, Breakdown kind) {
        return List.of(
                route.name(),
                kind.kind(),
                millis(kind.total().mean()),
                millis(kind.balancer()),
                millis(kind.coldStart()),
                millis(kind.handler()),
                millis(kind.queue()));
    }

    private static void remarks(Measured route, Report report) {
        route.answers()
                .failures()
                .forEach((reason, count) -> report.sentence(route.name() + ": " + count + " failed: " + reason));
        int good = route.answers().good().count();
        if (route.handled().count() < good) {
            report.sentence(route.name() + ": the log has " + route.handled().count() + " of " + good
                    + " requests only; handler and cold start are of these");
        }
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f ms" : "%.0f ms", value);
    }

    /** Each bar takes in twice as much time as the one before. */
    private static List<BarChart.Bar> bars(Spread spread) {
        List<BarChart.Bar> bars = new ArrayList<>();
        if (spread.count() == 0) {
            return bars;
        }
        double limit = 0.25;
        while (limit < spread.millis(0.001)) {
            limit *= 2;
        }
        for (int counted = 0; counted < spread.count(); limit *= 2) {
            double upTo = limit;
            int below =
                    (int) spread.millis().stream().filter(one -> one <= upTo).count();
            bars.add(new BarChart.Bar(
                    "up to " + (upTo < 1 ? String.valueOf(upTo) : Math.round(upTo)) + " ms", below - counted));
            counted = below;
        }
        return bars;
    }

    private Map<String, Object> document() {
        return Fields.of(
                "environment",
                environment,
                "requests",
                requests,
                "concurrency",
                concurrency,
                "balancerMillis",
                rounded(alone.good().millis(0.5)),
                "routes",
                routes.stream().map(ProbeView::document).toList());
    }

    private static Map<String, Object> document(Measured route) {
        return Fields.of(
                "name",
                route.name(),
                "failed",
                route.answers().failed(),
                "failures",
                route.answers().failures(),
                "logged",
                route.handled().count(),
                "kinds",
                route.kinds().stream().map(ProbeView::document).toList());
    }

    private static Map<String, Object> document(Breakdown kind) {
        Spread total = kind.total();
        return Fields.of(
                "state",
                kind.kind(),
                "requests",
                total.count(),
                "p50Millis",
                rounded(total.millis(0.5)),
                "p95Millis",
                rounded(total.millis(0.95)),
                "p99Millis",
                rounded(total.millis(0.99)),
                "meanMillis",
                rounded(total.mean()),
                "balancerMillis",
                rounded(kind.balancer()),
                "coldStartMillis",
                rounded(kind.coldStart()),
                "handlerMillis",
                rounded(kind.handler()),
                "queueMillis",
                rounded(kind.queue()));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
