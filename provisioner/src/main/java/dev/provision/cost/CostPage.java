package dev.provision.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The costs as a page that needs nothing else: opens from a file, in light and dark.
 *
 * @param title of the page
 * @param cost of the environment
 * @param comparison of a function with tasks
 * @param source where the prices are from
 */
public record CostPage(String title, MonthlyCost cost, Comparison comparison, String source) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 320;
    private static final int LEFT = 70;
    private static final int BOTTOM = 40;
    private static final int POINTS = 181;
    private static final String STYLE = """
            :root { color-scheme: light dark; --lambda: #d9730d; --fargate: #2f6fdb; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
            th { white-space: nowrap; } td, th { padding: .2rem .8rem; text-align: left; }
            td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
            tr + tr td { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
            svg { width: 100%; height: auto; } .end { text-anchor: end; }
            svg text { fill: currentColor; font-size: 13px; }
            @media (max-width: 40rem) { svg text { font-size: 19px; } th { white-space: normal; } td, th { padding: .2rem .3rem; } }
            path { fill: none; stroke-width: 2.5; } .lambda { stroke: var(--lambda); } .fargate { stroke: var(--fargate); }
            text.lambda { fill: var(--lambda); stroke: none; } text.fargate { fill: var(--fargate); stroke: none; }
            .axis { stroke: currentColor; stroke-width: 1; } .even { stroke: currentColor; stroke-dasharray: 4; }
            """;

    /** The whole page. */
    public String html() {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escaped(title)
                + "</title>\n<style>\n"
                + STYLE + "</style>\n</head>\n<body>\n<h1>" + escaped(title) + "</h1>\n<p>"
                + Money.dollars(cost.total()) + " a month.</p>\n" + bill() + "<h2>Lambda against Fargate</h2>\n<p>"
                + escaped(comparison.why()) + "</p>\n" + chart() + ladder() + "<p>" + escaped(source) + "</p>\n"
                + "</body>\n</html>\n";
    }

    private String bill() {
        return table(
                List.of("resource", "formula", "$ a month"),
                cost.items().stream()
                        .map(item -> List.of(item.resource(), item.formula(), Money.dollars(item.monthly())))
                        .toList());
    }

    private String ladder() {
        return table(
                List.of("requests a month", "Lambda", "Fargate", "cheaper"),
                comparison.ladder().stream()
                        .map(rung -> List.of(
                                String.format(Locale.ROOT, "%,d", rung.requestsPerMonth()),
                                Money.dollars(rung.function()),
                                Money.dollars(rung.tasks()),
                                rung.cheaper()))
                        .toList());
    }

    private static String table(List<String> headings, List<List<String>> rows) {
        return "<table>\n<tr>"
                + headings.stream()
                        .map(cell -> "<th>" + escaped(cell) + "</th>")
                        .collect(Collectors.joining())
                + "</tr>\n"
                + rows.stream()
                        .map(row -> "<tr>"
                                + row.stream()
                                        .map(cell -> (cell.startsWith("$") && !cell.contains("×")
                                                        ? "<td class=\"n\">"
                                                        : "<td>")
                                                + escaped(cell) + "</td>")
                                        .collect(Collectors.joining())
                                + "</tr>\n")
                        .collect(Collectors.joining())
                + "</table>\n";
    }

    private String chart() {
        List<Comparison.Rung> curve = comparison.curve(POINTS);
        double right = curve.getLast().requestsPerDay().doubleValue();
        double top = curve.stream()
                .mapToDouble(rung ->
                        Math.max(rung.function().doubleValue(), rung.tasks().doubleValue()))
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder(
                        "<svg role=\"img\" aria-label=\"Monthly cost by requests a day\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\">\n");
        svg.append(path("axis", "M" + LEFT + ",10V" + (HEIGHT - BOTTOM) + "H" + (WIDTH - 10)));
        svg.append(line("lambda", curve, right, top, true)).append(line("fargate", curve, right, top, false));
        comparison.breakEven().ifPresent(even -> {
            double x = x((double) even, right);
            svg.append(path("even", "M" + one(x) + ",10V" + (HEIGHT - BOTTOM)));
            svg.append(text(x + 6, 24, "", String.format(Locale.ROOT, "break-even: %,d a day", even)));
        });
        svg.append(text(4, 20, "", Money.dollars(BigDecimal.valueOf(top))));
        svg.append(text(4, HEIGHT - BOTTOM, "", "$0"));
        svg.append(text(LEFT, HEIGHT - 14, "", "0 requests a day"));
        svg.append(text(WIDTH - 10, HEIGHT - 14, "end", String.format(Locale.ROOT, "%,.0f", right)));
        svg.append(text(LEFT + 12, 24, "lambda", "Lambda")).append(text(LEFT + 12, 48, "fargate", "Fargate"));
        return svg.append("</svg>\n").toString();
    }

    private static String line(String kind, List<Comparison.Rung> curve, double right, double top, boolean function) {
        return path(
                kind,
                curve.stream()
                        .map(rung -> one(x(rung.requestsPerDay().doubleValue(), right)) + ","
                                + one(y((function ? rung.function() : rung.tasks()).doubleValue(), top)))
                        .collect(Collectors.joining("L", "M", "")));
    }

    private static double x(double requests, double right) {
        return LEFT + requests / right * (WIDTH - LEFT - 10);
    }

    private static double y(double amount, double top) {
        return HEIGHT - BOTTOM - amount / top * (HEIGHT - BOTTOM - 10);
    }

    private static String path(String kind, String data) {
        return "<path class=\"" + kind + "\" d=\"" + data + "\"/>\n";
    }

    private static String text(double x, double y, String kind, String words) {
        return "<text class=\"" + kind + "\" x=\"" + one(x) + "\" y=\"" + one(y) + "\">" + escaped(words) + "</text>\n";
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
