package dev.provision.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows under headings, each column as wide as its widest cell.
 *
 * @param headings of the columns
 * @param rows each with one cell a column
 */
public record Table(List<String> headings, List<List<String>> rows) {
    public Table {
        headings = List.copyOf(headings);
        rows = rows.stream().map(List::copyOf).toList();
        int columns = headings.size();
        if (rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("each row needs " + columns + " cells");
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(headings.stream()
                .map(heading -> heading.toUpperCase(Locale.ROOT))
                .toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            int column = i;
            int width = Math.max(
                    headings.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
            line.append(cells.get(i)).repeat(' ', width - cells.get(i).length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
