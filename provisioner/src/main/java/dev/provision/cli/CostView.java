package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.Comparison;
import dev.provision.cost.Item;
import dev.provision.cost.Money;
import dev.provision.cost.MonthlyCost;
import dev.provision.cost.Prices;
import dev.provision.cost.Tasks;
import dev.provision.report.Fields;
import dev.provision.report.LineChart;
import dev.provision.report.Report;
import dev.provision.report.Table;
import dev.provision.report.Terminal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The cost of an environment for people and machines. */
record CostView(Environment environment, Prices prices, MonthlyCost cost, Comparison comparison) {
    private static final int CHART_HEIGHT = 12;
    private static final int SHOWN_OPTIONS = 5;

    void show(Report report, boolean compare, Terminal terminal) {
        report.line(
                environment.prefix() + " in " + environment.region() + ": " + Money.dollars(cost.total()) + " a month");
        report.table(new Table(List.of("resource", "$ a month", "formula"), rows()));
        report.sentence("fixed " + Money.dollars(cost.of(Item.Kind.FIXED)) + ", capacity "
                + Money.dollars(cost.of(Item.Kind.CAPACITY)) + ", traffic "
                + Money.dollars(cost.of(Item.Kind.TRAFFIC)));
        cost.notes().forEach(note -> report.sentence("note: " + note));
        report.sentence(breakEven());
        if (compare) {
            comparison(report, terminal);
        }
        report.sentence(source());
        report.document(document());
    }

    String source() {
        return "prices: " + prices.source() + " (" + prices.date() + "), USD without tax; a month has 730 hours";
    }

    private List<List<String>> rows() {
        List<String> amounts =
                cost.items().stream().map(item -> Money.dollars(item.monthly())).toList();
        int width = amounts.stream().mapToInt(String::length).max().orElse(1);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            Item item = cost.items().get(i);
            rows.add(List.of(
                    item.resource(), " ".repeat(width - amounts.get(i).length()) + amounts.get(i), item.formula()));
        }
        return rows;
    }

    private String breakEven() {
        String sizes = comparison.function().memory() + " MB and "
                + comparison.load().duration().toMillis() + " ms a request against tasks of "
                + BigDecimal.valueOf(comparison.tasks().cpu())
                        .divide(BigDecimal.valueOf(1024))
                        .toPlainString() + " vCPU and "
                + comparison.tasks().memory() + " MB";
        OptionalLong even = comparison.breakEven();
        if (even.isEmpty()) {
            return "break-even: none, Lambda stays cheaper (" + sizes + ")";
        }
        return even.getAsLong() == 0
                ? "break-even: none, tasks are cheaper from the first request on, for instances kept warm are paid like tasks ("
                        + sizes + ")"
                : "break-even: " + count(even.getAsLong()) + " requests a day (" + sizes + ")";
    }

    private void comparison(Report report, Terminal terminal) {
        report.line("");
        report.sentence("one request costs " + Money.exact(request()) + ", a million " + Money.dollars(million())
                + "; a task " + Money.exact(comparison.model().taskHour(comparison.tasks())) + " an hour, "
                + Money.dollars(comparison.model().tasks(comparison.tasks(), Tasks.steady(1))) + " a month");
        List<Comparison.Rung> curve = comparison.curve(121);
        new LineChart(
                        List.of(
                                new LineChart.Series("Lambda", values(curve, true)),
                                new LineChart.Series("Fargate", values(curve, false))),
                        "0 requests a day",
                        count(curve.getLast().requestsPerDay().longValue()),
                        value -> Money.dollars(BigDecimal.valueOf(value)))
                .lines(Math.min(terminal.width(), 100), CHART_HEIGHT, terminal.unicode())
                .forEach(report::line);
        report.table(new Table(
                List.of("requests a month", "a day", "lambda", "fargate", "tasks", "cheaper"),
                comparison.ladder().stream()
                        .map(rung -> List.of(
                                count(rung.requestsPerMonth()),
                                count(rung.requestsPerDay().longValue()),
                                Money.dollars(rung.function()),
                                Money.dollars(rung.tasks()),
                                String.valueOf(rung.count()),
                                rung.cheaper()))
                        .toList()));
        report.line("cheapest for " + count(comparison.load().requestsPerDay().longValue()) + " requests a day:");
        report.table(new Table(
                List.of("compute", "processor", "size", "$ a month"),
                comparison.options().stream()
                        .limit(SHOWN_OPTIONS)
                        .map(option -> List.of(
                                option.compute(),
                                option.architecture().name().toLowerCase(Locale.ROOT),
                                option.size(),
                                Money.dollars(option.monthly())))
                        .toList()));
        report.sentence("why: " + comparison.why());
    }

    private static List<Double> values(List<Comparison.Rung> curve, boolean function) {
        return curve.stream()
                .map(rung -> (function ? rung.function() : rung.tasks()).doubleValue())
                .toList();
    }

    private BigDecimal request() {
        return comparison.model().request(comparison.function(), comparison.load());
    }

    private BigDecimal million() {
        return request().multiply(BigDecimal.valueOf(1_000_000));
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", environment.env());
        document.put("region", environment.region());
        document.put("currency", "USD");
        document.put("monthly", number(cost.total()));
        document.put("items", cost.items().stream().map(CostView::document).toList());
        document.put("notes", cost.notes());
        document.put("requestsPerDay", comparison.load().requestsPerDay().longValue());
        document.put("requestCost", request().toPlainString());
        document.put("taskHour", comparison.model().taskHour(comparison.tasks()).toPlainString());
        comparison.breakEven().ifPresent(even -> document.put("breakEvenPerDay", even));
        document.put(
                "ladder", comparison.ladder().stream().map(CostView::document).toList());
        document.put(
                "options", comparison.options().stream().map(CostView::document).toList());
        document.put("why", comparison.why());
        document.put(
                "prices",
                Fields.of("source", prices.source(), "date", prices.date().toString()));
        return document;
    }

    private static Map<String, Object> document(Item item) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("resource", item.resource());
        document.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
        document.put("monthly", number(item.monthly()));
        document.put("formula", item.formula());
        return document;
    }

    private static Map<String, Object> document(Comparison.Rung rung) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("requestsPerMonth", rung.requestsPerMonth());
        document.put("requestsPerDay", rung.requestsPerDay().longValue());
        document.put("lambda", number(rung.function()));
        document.put("fargate", number(rung.tasks()));
        document.put("tasks", rung.count());
        document.put("cheaper", rung.cheaper());
        return document;
    }

    private static Map<String, Object> document(Comparison.Option option) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("compute", option.compute());
        document.put("architecture", option.architecture().name().toLowerCase(Locale.ROOT));
        document.put("size", option.size());
        document.put("monthly", number(option.monthly()));
        return document;
    }

    private static double number(BigDecimal amount) {
        return Money.cents(amount).doubleValue();
    }
}
