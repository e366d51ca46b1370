package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.report.ChartPage;
import dev.provision.report.Table;
import dev.provision.stack.AlarmStatus;
import dev.provision.stack.Chart;
import dev.provision.stack.Endpoint;
import dev.provision.stack.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of an environment as a page. */
record DashboardPage(Environment environment, Instant at, StatusReport status) {
    private static final int MINUTES = 60;

    String html() {
        return new ChartPage(
                        environment.prefix() + " in " + environment.region(),
                        remarks(),
                        tables(),
                        status.charts().stream().map(this::figure).toList())
                .html();
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.add((status.healthy() ? "healthy" : "NOT healthy") + " at " + at.truncatedTo(ChronoUnit.SECONDS)
                + "; the charts show the hour before, in UTC");
        status.endpoints().stream().map(Endpoint::url).forEach(remarks::add);
        status.unread().forEach(reason -> remarks.add("not known: " + reason));
        return remarks;
    }

    private Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put(
                "Routes",
                new Table(
                        List.of("route", "path", "compute", "slot", "weight", "targets", "state", "version", "trouble"),
                        status.routes().stream()
                                .map(route -> RouteRow.of(route, String.join("; ", route.reasons())))
                                .toList()));
        List<AlarmStatus> alarms =
                status.alarms().stream().filter(alarm -> !alarm.scaling()).toList();
        if (!alarms.isEmpty()) {
            tables.put(
                    "Alarms",
                    new Table(
                            List.of("alarm", "state", "reason"),
                            alarms.stream()
                                    .map(alarm -> List.of(alarm.name(), alarm.state(), alarm.reason()))
                                    .toList()));
        }
        return tables;
    }

    private ChartPage.Figure figure(Chart chart) {
        Instant end = at.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
        List<Instant> minutes = Stream.iterate(end.minus(MINUTES, ChronoUnit.MINUTES), one -> one.plusSeconds(60))
                .limit(MINUTES)
                .toList();
        return new ChartPage.Figure(
                chart.route(),
                chart.title(),
                chart.unit(),
                minutes.stream().map(Instant::getEpochSecond).toList(),
                chart.lines().stream()
                        .map(line -> new ChartPage.Line(
                                line.label(),
                                minutes.stream()
                                        .map(minute -> Optional.ofNullable(
                                                line.values().get(minute)))
                                        .toList()))
                        .toList());
    }
}
