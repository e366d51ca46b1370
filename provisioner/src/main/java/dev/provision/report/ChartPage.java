package dev.provision.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tables and charts over time as a page that needs nothing else: opens from a file, without a network, in light and dark.
 *
 * @param title of the page
 * @param remarks lines under it
 * @param tables by their headings
 * @param figures the charts; those with the same group stand together
 */
public record ChartPage(String title, List<String> remarks, Map<String, Table> tables, List<Figure> figures) {
    /** MIT licence; its text is in the page, as it asks. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    /** Nothing is fetched, wherever the page is opened: what it needs is in it. */
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

    public ChartPage {
        remarks = List.copyOf(remarks);
        figures = List.copyOf(figures);
    }

    /**
     * One chart.
     *
     * @param group what it belongs to
     * @param title what is measured
     * @param unit of the values; an empty text for counts
     * @param seconds since 1970, growing
     * @param lines with a value for each of the seconds
     */
    public record Figure(String group, String title, String unit, List<Long> seconds, List<Line> lines) {
        public Figure {
            seconds = List.copyOf(seconds);
            lines = List.copyOf(lines);
        }

        private Map<String, Object> document() {
            return Fields.of(
                    "unit",
                    unit,
                    "at",
                    seconds,
                    "lines",
                    lines.stream()
                            .map(line -> Fields.of("label", line.label(), "values", line.values()))
                            .toList());
        }

        /** With the latest values, also for those who cannot see the chart. */
        private String words() {
            return title + ": "
                    + lines.stream()
                            .map(line -> line.label() + " "
                                    + line.values().stream()
                                            .flatMap(Optional::stream)
                                            .reduce((_, last) -> last)
                                            .map(last -> (number(last) + " " + unit).strip())
                                            .orElse("without a value"))
                            .collect(Collectors.joining(", "));
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%,.0f" : "%.1f", value);
        }
    }

    /** @param values empty where nothing was measured */
    public record Line(String label, List<Optional<Double>> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /** The whole page. */
    public String html() {
        StringBuilder page = new StringBuilder(
                        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(POLICY)
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(resource(UPLOT + "dist/uPlot.min.css"))
                .append(resource("chart-page.css"))
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
        remarks.forEach(remark -> page.append("<p>").append(escaped(remark)).append("</p>\n"));
        tables.forEach((heading, table) ->
                page.append("<h2>").append(escaped(heading)).append("</h2>\n").append(html(table)));
        return page.append(charts())
                .append("<script type=\"application/json\" id=\"figures\">")
                // A text in it must not end the element.
                .append(JsonText.of(figures.stream().map(Figure::document).toList())
                        .replace("<", "\\u003c"))
                .append("</script>\n<script>\n/*\n")
                .append(resource(UPLOT + "LICENSE"))
                .append("*/\n")
                .append(resource(UPLOT + "dist/uPlot.iife.min.js"))
                .append("</script>\n<script>\n")
                .append(resource("chart-page.js"))
                .append("</script>\n</body>\n</html>\n")
                .toString();
    }

    private String charts() {
        StringBuilder html = new StringBuilder();
        String group = "";
        for (int index = 0; index < figures.size(); index++) {
            Figure figure = figures.get(index);
            if (!figure.group().equals(group)) {
                html.append(group.isEmpty() ? "" : "</div>\n")
                        .append("<h2>")
                        .append(escaped(figure.group()))
                        .append("</h2>\n<div class=\"figures\">\n");
                group = figure.group();
            }
            html.append("<figure><figcaption>")
                    .append(escaped(figure.words()))
                    .append("</figcaption><div class=\"plot\" role=\"img\" data-figure=\"")
                    .append(index)
                    .append("\" aria-label=\"")
                    .append(escaped(figure.title()))
                    .append("\"></div></figure>\n");
        }
        return html.append(group.isEmpty() ? "" : "</div>\n").toString();
    }

    private static String html(Table table) {
        return "<table>\n<tr>" + cells("th", table.headings()) + "</tr>\n"
                + table.rows().stream()
                        .map(row -> "<tr>" + cells("td", row) + "</tr>\n")
                        .collect(Collectors.joining())
                + "</table>\n";
    }

    private static String cells(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ChartPage.class.getResourceAsStream(name), "the jars have no " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name, unreadable);
        }
    }
}
