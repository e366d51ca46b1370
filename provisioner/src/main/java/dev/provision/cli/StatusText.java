package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.Money;
import dev.provision.graph.StepKey;
import dev.provision.release.ReleaseRecord;
import dev.provision.report.Report;
import dev.provision.report.Sparkline;
import dev.provision.report.Symbols;
import dev.provision.report.Table;
import dev.provision.report.Terminal;
import dev.provision.stack.AlarmStatus;
import dev.provision.stack.Chart;
import dev.provision.stack.Endpoint;
import dev.provision.stack.RouteStatus;
import dev.provision.stack.SlotWork;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status of an environment for people. */
record StatusText(StatusView view, Terminal terminal) {
    private static final int SHORT_DIGEST = 12;
    private static final int MINUTES = 60;
    private static final int COLUMNS = 20;
    private static final int EVENTS = 5;
    private static final int WIDE = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    void show(Report report) {
        report.line(view.environment().prefix() + " in " + view.environment().region() + ": "
                + (view.healthy() ? symbols().good() + " healthy" : symbols().bad() + " NOT healthy"));
        view.status().endpoints().stream().map(Endpoint::url).forEach(url -> report.line("  " + url));
        view.status().release().ifPresent(release -> report.sentence("  release " + words(release)));
        view.status().lock().ifPresent(held -> report.sentence("  locked by " + held.words(view.at())));
        report.line("");
        report.table(routes());
        view.status().routes().forEach(route -> route.reasons()
                .forEach(reason -> report.sentence("  " + symbols().bad() + " " + route.name() + ": " + reason)));
        troubles(report);
        charts().forEach(report::line);
        alarms(report);
        drift(report);
        cost(report);
        events(report);
        view.status().unread().forEach(reason -> report.sentence("not known    " + reason));
    }

    private Symbols symbols() {
        return new Symbols(terminal.unicode(), terminal.colour());
    }

    private static String words(ReleaseRecord release) {
        String outcome = release.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return release.number() + ", " + outcome + ", begun "
                + release.at().truncatedTo(ChronoUnit.SECONDS)
                + (release.reason().isEmpty() ? "" : ": " + release.reason());
    }

    /** Where there is no room for it, the image is left out. */
    private Table routes() {
        List<String> headings =
                List.of("route", "path", "compute", "slot", "weight", "targets", "state", "version", "image");
        int columns = terminal.interactive() && terminal.width() < WIDE ? headings.size() - 1 : headings.size();
        return new Table(
                headings.subList(0, columns),
                view.status().routes().stream()
                        .map(route -> row(route).subList(0, columns))
                        .toList());
    }

    private static List<String> row(RouteStatus route) {
        String digest = route.imageDigest();
        String hex = digest.substring(digest.indexOf(':') + 1);
        return RouteRow.of(route, hex.substring(0, Math.min(hex.length(), SHORT_DIGEST)));
    }

    /** Many steps are missing for one reason: those are named in one line. */
    private void troubles(Report report) {
        Map<String, List<StepKey>> byReason = new LinkedHashMap<>();
        view.troubles().forEach((key, reason) -> byReason.computeIfAbsent(reason, _ -> new ArrayList<>())
                .add(key));
        byReason.forEach((reason, keys) -> report.sentence("  " + symbols().bad() + " "
                + keys.stream().map(StepKey::toString).collect(Collectors.joining(", ")) + ": " + reason));
    }

    private List<String> charts() {
        List<String> lines = new ArrayList<>();
        String route = "";
        for (Chart chart : view.status().charts()) {
            if (lines.isEmpty()) {
                lines.add("");
                lines.add("last hour");
            }
            String name = "  " + pad(chart.route().equals(route) ? "" : chart.route(), 10) + pad(chart.title(), 21);
            List<String> values = values(chart);
            lines.add(name + sparkline(chart) + "  " + (values.isEmpty() ? "-" : values.getFirst()));
            values.stream().skip(1).forEach(value -> lines.add(pad("", name.length() + COLUMNS + 2) + value));
            route = chart.route();
        }
        return lines;
    }

    /** The busiest line: a slot that is idle would hide the other one. */
    private String sparkline(Chart chart) {
        Optional<Chart.Line> busiest = chart.lines().stream()
                .max(Comparator.comparingInt((Chart.Line line) -> line.values().size())
                        .thenComparing(line -> -chart.lines().indexOf(line)));
        Instant end = view.at().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        List<Optional<Double>> minutes = new ArrayList<>();
        for (int minute = MINUTES; minute > 0; minute--) {
            Instant at = end.minus(minute, ChronoUnit.MINUTES);
            minutes.add(busiest.map(line -> line.values().get(at)));
        }
        return Sparkline.of(minutes, COLUMNS, terminal.unicode());
    }

    private static List<String> values(Chart chart) {
        return chart.lines().stream()
                .filter(line -> line.latest().isPresent())
                .map(line -> number(line.latest().orElseThrow(), chart.unit()) + " " + line.label())
                .toList();
    }

    static String number(double value, String unit) {
        String digits = value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
        return unit.isEmpty() ? digits : digits + " " + unit;
    }

    private void alarms(Report report) {
        List<AlarmStatus> alarms = view.status().alarms().stream()
                .filter(alarm -> !alarm.scaling())
                .toList();
        if (alarms.isEmpty()) {
            return;
        }
        List<AlarmStatus> bad = alarms.stream().filter(AlarmStatus::bad).toList();
        report.line("");
        report.line("alarms       " + (bad.isEmpty() ? "none of " + alarms.size() : bad.size() + " of " + alarms.size())
                + " in alarm");
        bad.forEach(alarm -> report.sentence("  " + symbols().bad() + " " + alarm.name() + ": " + alarm.reason()));
        view.mail()
                .ifPresent(mail -> report.line(
                        mail.confirmed()
                                ? "             they write to " + mail.address()
                                : "  " + symbols().bad() + " they go to " + mail.address()
                                        + ": not confirmed; follow the link in SNS's mail"));
    }

    private void drift(Report report) {
        int count = view.drift().size();
        report.sentence("drift        "
                + (count == 0
                        ? "none: what there is, is as the configuration says"
                        : count + (count == 1 ? " resource differs" : " resources differ")
                                + " from the configuration: provision plan --env "
                                + view.environment().env() + " shows how"));
    }

    private void cost(Report report) {
        Environment environment = view.environment();
        report.sentence("cost         "
                + view.idle()
                        .map(idle ->
                                Money.dollars(idle.total()) + " a month before the first request; provision cost --env "
                                        + environment.env() + " shows what for")
                        .orElseGet(() -> "not known: no prices of region " + environment.region()
                                + "; provision cost update-prices --region " + environment.region() + " reads them"));
    }

    private record Happened(String route, SlotWork.Happening event) {}

    private void events(Report report) {
        List<Happened> latest = view.status().routes().stream()
                .filter(route -> route.work() instanceof SlotWork.Tasks)
                .flatMap(route -> ((SlotWork.Tasks) route.work())
                        .events().stream().map(event -> new Happened(route.name(), event)))
                .sorted(Comparator.comparing(
                                (Happened happened) -> happened.event().at())
                        .reversed())
                .limit(EVENTS)
                .toList();
        if (!latest.isEmpty()) {
            report.line("last events");
        }
        latest.forEach(
                happened -> report.sentence("  " + TIME.format(happened.event().at()) + " " + happened.route() + ": "
                        + plain(happened.event().message())));
    }

    /** Without the name of the service, which stands in front, and with names instead of ARNs. */
    private static String plain(String message) {
        return message.replaceFirst("^\\(service [^)]*\\) ", "")
                .replaceAll("arn:aws[^ )]*/([^/ )]+)/[0-9a-f]{8,}", "$1");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
