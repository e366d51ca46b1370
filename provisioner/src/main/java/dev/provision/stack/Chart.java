package dev.provision.stack;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A chart with its values.
 *
 * @param route the name of a container
 * @param title what is measured, as CloudWatch names it
 * @param unit {@code ms}, {@code %}, or an empty text for counts
 */
public record Chart(String route, String title, String unit, List<Line> lines) {
    public Chart {
        lines = List.copyOf(lines);
    }

    /** @param values by the begin of their minute; none where nothing was measured */
    public record Line(String label, SortedMap<Instant, Double> values) {
        public Line {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }

        /** The newest value. */
        public Optional<Double> latest() {
            return values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(values.lastEntry().getValue());
        }
    }
}
