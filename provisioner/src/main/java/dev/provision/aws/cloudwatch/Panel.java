package dev.provision.aws.cloudwatch;

import java.util.List;

/**
 * One chart.
 *
 * @param group what it belongs to: the name of a container
 * @param title what is measured
 * @param unit {@code ms}, {@code %}, or an empty text for counts
 * @param lines in the order of their drawing
 */
public record Panel(String group, String title, String unit, List<Line> lines) {
    public Panel {
        lines = List.copyOf(lines);
    }

    /**
     * A line of a chart.
     *
     * @param label for the legend
     * @param scale by what the values are multiplied to be in the panel's unit
     */
    public record Line(String label, Metric metric, double scale) {}
}
