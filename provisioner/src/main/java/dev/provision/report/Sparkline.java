package dev.provision.report;

import java.util.List;
import java.util.Optional;

/** A row of values as a row of bars, from 0 to the greatest. */
public final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.-:=+*#";

    private Sparkline() {}

    /**
     * One character a column; a column shows the greatest of its values, a dot where there is none.
     *
     * @param values in the order of time; empty where nothing was measured
     * @param columns at most as many as there are values
     * @param unicode whether the terminal can show more than ASCII
     */
    public static String of(List<Optional<Double>> values, int columns, boolean unicode) {
        String bars = unicode ? BARS : ASCII;
        double greatest = values.stream()
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            int from = column * values.size() / columns;
            int to = (column + 1) * values.size() / columns;
            Optional<Double> most =
                    values.subList(from, to).stream().flatMap(Optional::stream).max(Double::compare);
            line.append(most.map(value -> bars.charAt(level(value, greatest))).orElse(unicode ? '·' : ' '));
        }
        return line.toString();
    }

    private static int level(double value, double greatest) {
        return greatest <= 0 ? 0 : (int) Math.round(Math.max(0, value) / greatest * (BARS.length() - 1));
    }
}
