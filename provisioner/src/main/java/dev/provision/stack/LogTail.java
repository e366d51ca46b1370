package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.logs.LogReader;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The logs of some containers as one: by time, and with no more than a page of each in memory. */
public final class LogTail {
    /** CloudWatch Logs mostly takes an event in within seconds; a minute is what AWS's own agents buffer at most. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_IDS = 50_000;
    private final LogReader reader;
    private final List<LogSource> sources;

    /** @param sources those that exist */
    LogTail(LogReader reader, List<LogSource> sources) {
        this.reader = reader;
        this.sources = List.copyOf(sources);
    }

    /**
     * The logs of containers, on the computes that they have or had.
     *
     * @param containers their names; empty for all
     */
    static LogTail of(Environment environment, AwsConnection connection, Set<String> containers) {
        LogReader reader = new LogReader(connection);
        ResourceNames names = new ResourceNames(environment);
        return new LogTail(
                reader,
                environment.containers().stream()
                        .filter(container -> containers.isEmpty() || containers.contains(container.name()))
                        .flatMap(container -> Stream.of(
                                new LogSource(
                                        container.name(),
                                        SecurityPart.Side.LAMBDA.word(),
                                        names.functionLogs(container)),
                                new LogSource(
                                        container.name(), SecurityPart.Side.FARGATE.word(), names.taskLogs(container))))
                        .filter(source -> reader.exists(source.group()))
                        .toList());
    }

    /**
     * A log group and whose it is.
     *
     * @param compute {@code lambda} or {@code fargate}
     */
    record LogSource(String container, String compute, String group) {
        LogLine line(LogReader.Event event) {
            return new LogLine(container, compute, event.at(), event.stream(), event.id(), event.message());
        }
    }

    /** The log groups that are read. */
    public List<String> groups() {
        return sources.stream().map(LogSource::group).toList();
    }

    /**
     * Reads what there is, oldest first.
     *
     * @param from the first instant of interest
     * @param until the end; what comes in meanwhile with a later time is left out, else a busy log would never end
     * @param pattern a filter pattern of CloudWatch Logs; an empty text takes all
     */
    public void read(Instant from, Instant until, String pattern, Consumer<LogLine> sink) {
        merge(
                sources.stream()
                        .map(source -> new Head(
                                source, reader.events(source.group(), from, Optional.of(until), pattern), _ -> true))
                        .toList(),
                sink);
    }

    /**
     * Reads what there is and what comes, each event once, until the thread is interrupted. The lines of one look are in
     * the order of time; one that CloudWatch Logs took in late comes late, with its own time.
     *
     * @throws Interrupted when it is
     */
    public void follow(Instant from, String pattern, Clock clock, Sleeper sleeper, Consumer<LogLine> sink) {
        List<SeenEvents> seen = sources.stream()
                .map(_ -> new SeenEvents(from, LOOK_BACK, MOST_IDS))
                .toList();
        while (true) {
            Instant now = clock.instant();
            List<Head> heads = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                SeenEvents of = seen.get(i);
                LogSource source = sources.get(i);
                heads.add(new Head(
                        source,
                        reader.events(source.group(), of.start(now), Optional.empty(), pattern),
                        event -> of.fresh(event.id(), event.at())));
            }
            merge(heads, sink);
            pause(sleeper);
        }
    }

    private static void pause(Sleeper sleeper) {
        try {
            sleeper.sleep(PAUSE);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new Interrupted("stopped following");
        }
    }

    private static void merge(List<Head> heads, Consumer<LogLine> sink) {
        PriorityQueue<Head> queue = new PriorityQueue<>(Comparator.comparing(head -> head.current.at()));
        heads.stream().filter(Head::advance).forEach(queue::add);
        while (!queue.isEmpty()) {
            Head head = queue.remove();
            sink.accept(head.source.line(head.current));
            if (head.advance()) {
                queue.add(head);
            }
        }
    }

    /** The next event of a source. */
    private static final class Head {
        private final LogSource source;
        private final Iterator<LogReader.Event> events;
        private final Predicate<LogReader.Event> wanted;
        private LogReader.Event current = new LogReader.Event("", Instant.MIN, "", "");

        Head(LogSource source, Iterator<LogReader.Event> events, Predicate<LogReader.Event> wanted) {
            this.source = source;
            this.events = events;
            this.wanted = wanted;
        }

        boolean advance() {
            while (events.hasNext()) {
                current = events.next();
                if (wanted.test(current)) {
                    return true;
                }
            }
            return false;
        }
    }
}
