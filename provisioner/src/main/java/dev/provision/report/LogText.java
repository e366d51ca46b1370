package dev.provision.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Lines of several logs under each other: time in UTC, source, text. A source keeps its colour.
 *
 * @param terminal where they go
 * @param sources the names of all that may come, for the width and the colours
 */
public record LogText(Terminal terminal, List<String> sources) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** The time that the service writes itself; it is in front of the line already, to the millisecond. */
    private static final Pattern OWN_TIME = Pattern.compile("^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d ");

    private static final List<String> COLOURS = List.of("36", "33", "35", "34", "32");
    private static final int INSTANCE = 8;

    public LogText {
        sources = List.copyOf(sources);
    }

    /**
     * One event as lines for people.
     *
     * @param instance what tells the task or the function's instance from others
     */
    public List<String> lines(Instant at, String source, String instance, String message) {
        Symbols symbols = new Symbols(terminal.unicode(), terminal.colour());
        int width = sources.stream().mapToInt(String::length).max().orElse(0);
        String mark = pad(source, width) + " " + pad(instance, INSTANCE);
        String coloured = terminal.colour()
                ? "\u001b[" + COLOURS.get(Math.max(0, sources.indexOf(source)) % COLOURS.size()) + "m" + mark
                        + "\u001b[0m"
                : mark;
        String head = symbols.faint(TIME.format(at)) + " " + coloured + " ";
        String more = " ".repeat(TIME.format(at).length() + mark.length() + 2);
        List<String> text = printable(OWN_TIME.matcher(message).replaceFirst(""));
        return IntStream.range(0, text.size())
                .mapToObj(i -> (i == 0 ? head : more) + text.get(i))
                .toList();
    }

    /** What a client sent must not command this terminal. */
    private static List<String> printable(String message) {
        return message.lines()
                .map(line -> line.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?"))
                .toList();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
