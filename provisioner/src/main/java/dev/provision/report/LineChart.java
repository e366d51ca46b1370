package dev.provision.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Lines over a common axis, drawn with characters.
 *
 * @param series each with one value for each point of the axis; at most four
 * @param from what the axis begins with, in words
 * @param to what it ends with
 * @param unit writes a value beside the upright axis
 */
public record LineChart(List<Series> series, String from, String to, DoubleFunction<String> unit) {
    private static final char[] PLAIN = {'*', 'o', '+', 'x'};
    private static final char[] PRETTY = {'●', '○', '▲', '△'};

    public LineChart {
        series = List.copyOf(series);
        if (series.isEmpty()
                || series.size() > PLAIN.length
                || series.getFirst().values().isEmpty()) {
            throw new IllegalArgumentException("one to four series, with values");
        }
    }

    /**
     * One line.
     *
     * @param name in the legend
     * @param values from left to right
     */
    public record Series(String name, List<Double> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    /**
     * The chart, with its legend.
     *
     * @param width in characters, all in all
     * @param height in lines, without axis and legend
     * @param unicode whether it may use more than ASCII
     */
    public List<String> lines(int width, int height, boolean unicode) {
        double top = Math.max(
                Double.MIN_NORMAL,
                series.stream()
                        .flatMap(line -> line.values().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(1));
        int margin = Math.max(unit.apply(top).length(), unit.apply(0).length()) + 1;
        int columns = Math.max(10, width - margin - 1);
        char[][] grid = grid(columns, height, top, unicode ? PRETTY : PLAIN);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < height; row++) {
            String label = row == 0 ? unit.apply(top) : row == height - 1 ? unit.apply(0) : "";
            lines.add((right(label, margin - 1) + ' ' + (unicode ? '│' : '|') + new String(grid[row])).stripTrailing());
        }
        lines.add(" ".repeat(margin) + (unicode ? '└' : '+') + (unicode ? "─" : "-").repeat(columns));
        int gap = Math.max(1, columns - from.length() - to.length());
        lines.add(" ".repeat(margin + 1) + from + " ".repeat(gap) + to);
        lines.add(" ".repeat(margin + 1) + legend(unicode ? PRETTY : PLAIN));
        return lines;
    }

    private char[][] grid(int columns, int height, double top, char[] marks) {
        char[][] grid = new char[height][columns];
        Arrays.stream(grid).forEach(row -> Arrays.fill(row, ' '));
        for (int line = 0; line < series.size(); line++) {
            List<Double> values = series.get(line).values();
            for (int column = 0; column < columns; column++) {
                double value = values.get((int) Math.round((double) column * (values.size() - 1) / (columns - 1)));
                int row = height - 1 - (int) Math.round(value / top * (height - 1));
                grid[row][column] = marks[line];
            }
        }
        return grid;
    }

    private String legend(char[] marks) {
        List<String> names = new ArrayList<>();
        for (int line = 0; line < series.size(); line++) {
            names.add(marks[line] + " " + series.get(line).name());
        }
        return String.join("   ", names);
    }

    private static String right(String text, int width) {
        return String.format(Locale.ROOT, "%" + Math.max(1, width) + "s", text);
    }
}
