package dev.provision.report;

import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the ends of requests among log lines, in either format of the service, and counts how long they took. */
public final class RequestText {
    /** What every line about the end of a request holds; CloudWatch Logs finds them by it. */
    public static final String TERM = "Completed";

    private static final Pattern COMPLETED =
            Pattern.compile("\\bCompleted (?<method>[A-Z]+) (?<path>\\S+) in (?<millis>\\d+)ms");
    private static final Pattern STATUS = Pattern.compile("\"status\":\\s*(\\d{3})");
    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private long total;

    /**
     * A request that ended.
     *
     * @param status empty where the log does not say it: in the text format
     */
    public record Request(String method, String path, Optional<Integer> status, long millis) {
        /** As one line. */
        public String text() {
            return String.format(
                    "%-6s %s%s  %d ms", method, status.map(s -> s + " ").orElse(""), path, millis);
        }
    }

    /** The request that ended with this line, if it is such a line. */
    public Optional<Request> of(String message) {
        Matcher line = COMPLETED.matcher(message);
        if (!line.find()) {
            return Optional.empty();
        }
        Matcher status = STATUS.matcher(message);
        Request request = new Request(
                line.group("method"),
                line.group("path"),
                status.find() ? Optional.of(Integer.valueOf(status.group(1))) : Optional.empty(),
                Long.parseLong(line.group("millis")));
        counts.merge(request.millis(), 1L, Long::sum);
        total++;
        return Optional.of(request);
    }

    public long total() {
        return total;
    }

    /**
     * How long a request took at most, in milliseconds, of the fastest {@code percent} of them.
     *
     * @param percent above 0, up to 100
     */
    public long percentile(double percent) {
        long wanted = (long) Math.ceil(total * percent / 100);
        long counted = 0;
        for (var entry : counts.entrySet()) {
            counted += entry.getValue();
            if (counted >= wanted) {
                return entry.getKey();
            }
        }
        return 0;
    }
}
