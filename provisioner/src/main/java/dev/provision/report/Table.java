package dev.provision.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under headings, each column as wide as its widest cell; where there is less room, the widest columns are narrowed
 * and their cells broken between words, if that is enough.
 *
 * @param headings of the columns
 * @param rows each with one cell a column
 */
public record Table(List<String> headings, List<List<String>> rows) {
    private static final int GAP = 2;

    public Table {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
        int columns = headings.size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("each row needs " + columns + " cells");
        }
    }

    /** @param room characters in a line */
    List<String> lines(int room) {
        int[] widths = widths(room);
        List<String> heads = headings.stream()
                .map(heading -> heading.toUpperCase(Locale.ROOT))
                .toList();
        return Stream.concat(Stream.of(heads), rows.stream())
                .flatMap(cells -> row(cells, widths).stream())
                .toList();
    }

    private int[] widths(int room) {
        int[] widths = IntStream.range(0, headings.size())
                .map(column -> column(column).mapToInt(String::length).max().orElse(0))
                .toArray();
        int[] least = IntStream.range(0, headings.size())
                .map(column ->
                        column(column).mapToInt(WordWrap::longestWord).max().orElse(0))
                .toArray();
        int excess = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - room;
        if (Arrays.stream(least).sum() + GAP * (least.length - 1) > room) {
            return widths;
        }
        for (; excess > 0; excess--) {
            int widest = IntStream.range(0, widths.length)
                    .filter(column -> widths[column] > least[column])
                    .reduce((one, other) -> widths[other] > widths[one] ? other : one)
                    .orElseThrow();
            widths[widest]--;
        }
        return widths;
    }

    private Stream<String> column(int column) {
        return Stream.concat(Stream.of(headings.get(column)), rows.stream().map(row -> row.get(column)));
    }

    private static List<String> row(List<String> cells, int[] widths) {
        List<List<String>> broken = IntStream.range(0, widths.length)
                .mapToObj(column -> WordWrap.lines(cells.get(column), widths[column]))
                .toList();
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < broken.stream().mapToInt(List::size).max().orElse(0); number++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                List<String> cell = broken.get(column);
                String part = number < cell.size() ? cell.get(number) : "";
                line.append(part).repeat(' ', widths[column] - part.length() + GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
