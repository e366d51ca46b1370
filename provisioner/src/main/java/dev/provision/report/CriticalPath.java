package dev.provision.report;

import dev.provision.graph.Operation;
import dev.provision.graph.RunResult;
import dev.provision.graph.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The steps that decided how long a run took, in the form of a chart, of lines and of a document. */
final class CriticalPath {
    private static final int SHORTEST_BAR = 10;
    private static final int TIME_COLUMNS = 11;
    private static final int LEAST_SHARE = 100;
    private final RunResult result;
    private final List<Timeline.Turn> path;

    CriticalPath(RunResult result) {
        this.result = result;
        this.path = result.timeline().criticalPath();
    }

    /** Whether it is worth showing: something was changed, and nothing went wrong that matters more. */
    boolean telling() {
        boolean makes = result.operation() == Operation.UP || result.operation() == Operation.TEARDOWN;
        return makes && result.changed() && result.failures().isEmpty() && !path.isEmpty();
    }

    /** Each with its place in the run as a bar; without bars where the terminal is too narrow for them. */
    List<String> chart(Symbols symbols, int width) {
        int names = path.stream()
                .filter(this::matters)
                .mapToInt(turn -> turn.key().toString().length())
                .max()
                .orElse(0);
        int columns = width - names - TIME_COLUMNS - 6;
        return lines(
                turn -> {
                    String name = String.format("%-" + Math.max(1, names) + "s", turn.key());
                    String took = String.format("%10s", Words.seconds(turn.took()));
                    return columns < SHORTEST_BAR
                            ? symbols.cut("  " + took + "  " + turn.key(), width)
                            : "  " + name + "  " + bar(turn, columns, symbols) + took;
                },
                width,
                symbols);
    }

    /** Each with its start and how long of it was waiting. */
    List<String> lines() {
        return lines(
                turn -> String.format(
                        "%7.1f s  %-32s %s%s",
                        seconds(turn.start()), turn.key(), Words.seconds(turn.took()), waits(turn)),
                Integer.MAX_VALUE,
                new Symbols(false, false));
    }

    private List<String> lines(Function<Timeline.Turn, String> line, int width, Symbols symbols) {
        List<String> lines = new ArrayList<>();
        Duration waits = path.stream().map(Timeline.Turn::waited).reduce(Duration.ZERO, Duration::plus);
        lines.add(symbols.cut(
                "critical path of " + Words.seconds(result.took()) + ", of it " + Words.seconds(waits)
                        + " waiting for the provider:",
                width));
        path.stream().filter(this::matters).map(line).forEach(lines::add);
        long brief = path.stream().filter(turn -> !matters(turn)).count();
        if (brief > 0) {
            lines.add(symbols.cut("  and shorter ones: " + brief, width));
        }
        return lines;
    }

    private boolean matters(Timeline.Turn turn) {
        return turn.took().multipliedBy(LEAST_SHARE).compareTo(result.took()) >= 0;
    }

    private static String waits(Timeline.Turn turn) {
        return turn.waited().isZero() ? "" : ", of it " + Words.seconds(turn.waited()) + " waiting";
    }

    private String bar(Timeline.Turn turn, int columns, Symbols symbols) {
        int from = column(turn.start(), columns);
        int to = Math.max(from + 1, column(turn.start().plus(turn.took()), columns));
        int waiting = Math.min(to - from, column(turn.waited(), columns));
        return " ".repeat(from)
                + symbols.work(to - from - waiting)
                + symbols.waiting(waiting)
                + " ".repeat(Math.max(0, columns - to));
    }

    private int column(Duration duration, int columns) {
        long all = Math.max(1, result.took().toMillis());
        return Math.clamp(Math.round((double) duration.toMillis() * columns / all), 0, columns - 1);
    }

    /** Names of fields are an interface: scripts read them. */
    List<Map<String, Object>> document() {
        return path.stream()
                .map(turn -> Fields.of(
                        "step",
                        turn.key(),
                        "start",
                        seconds(turn.start()),
                        "seconds",
                        seconds(turn.took()),
                        "waiting",
                        seconds(turn.waited())))
                .toList();
    }

    private static double seconds(Duration duration) {
        return EventDocuments.seconds(duration);
    }
}
