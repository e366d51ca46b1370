package dev.provision.report;

import java.util.List;

/**
 * How many there are of each kind, as bars of characters.
 *
 * @param bars from top to bottom
 */
public record BarChart(List<Bar> bars) {
    public BarChart {
        bars = List.copyOf(bars);
    }

    /** @param count not negative */
    public record Bar(String label, int count) {}

    /** @param width of the longest bar, in characters */
    public List<String> lines(int width, boolean unicode) {
        int labels = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
        int most = bars.stream().mapToInt(Bar::count).max().orElse(0);
        return bars.stream()
                .map(bar -> " ".repeat(labels - bar.label().length()) + bar.label() + " "
                        + (unicode ? "█" : "#").repeat(length(bar.count(), most, width))
                        + (bar.count() == 0 ? "" : " " + bar.count()))
                .map(String::stripTrailing)
                .toList();
    }

    /** Nothing that is there has no bar. */
    private static int length(int count, int most, int width) {
        return count == 0 ? 0 : Math.max(1, Math.round((float) width * count / most));
    }
}
