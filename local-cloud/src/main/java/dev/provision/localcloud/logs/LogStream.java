package dev.provision.localcloud.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The events of one stream, in the order of ingestion; keeps the latest ones only. Thread-safe. */
final class LogStream {
    /** Enough for a person to look around; the local cloud keeps logs in memory. */
    private static final int KEPT = 10_000;

    private final String name;
    private final String arn;
    private final long created;
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private long bytes;

    LogStream(String name, String arn, long created) {
        this.name = name;
        this.arn = arn;
        this.created = created;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    long created() {
        return created;
    }

    synchronized void append(LogEvent event) {
        events.addLast(event);
        bytes += event.message().length();
        if (events.size() > KEPT) {
            bytes -= events.removeFirst().message().length();
        }
    }

    /** The events that match, oldest first. */
    synchronized List<LogEvent> events(Predicate<LogEvent> wanted) {
        return events.stream().filter(wanted).toList();
    }

    synchronized Summary summary() {
        return events.isEmpty()
                ? new Summary(0, 0, 0, 0)
                : new Summary(
                        events.getFirst().timestamp(),
                        events.getLast().timestamp(),
                        events.getLast().ingested(),
                        bytes);
    }

    /** What DescribeLogStreams shows; times are epoch ms, all 0 for an empty stream. */
    record Summary(long firstEvent, long lastEvent, long lastIngestion, long bytes) {}
}
