package dev.provision.aws.logs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;

/** Reads what is in log groups. */
public final class LogReader {
    private final Api<CloudWatchLogsClient> logs;

    public LogReader(AwsConnection connection) {
        this.logs = connection.api("logs", CloudWatchLogsClient::builder);
    }

    /**
     * One event of a log group.
     *
     * @param id unique within the group
     * @param at when it happened, as its writer says
     * @param stream the name of its stream
     * @param message the text without the end of its last line
     */
    public record Event(String id, Instant at, String stream, String message) {}

    /** Whether there is a log group with this name. */
    public boolean exists(String group) {
        return logs.call(c -> c.describeLogGroupsPaginator(r -> r.logGroupNamePrefix(group)).logGroups().stream()
                .anyMatch(one -> one.logGroupName().equals(group)));
    }

    /**
     * The events of a group from {@code from} on, oldest first; asks for a page only when it is needed, so that no more
     * than one is held. None if there is no such group.
     *
     * @param until the last instant of interest; empty for all that comes while pages are asked for
     * @param pattern a filter pattern of CloudWatch Logs; an empty text takes all
     */
    public Iterator<Event> events(String group, Instant from, Optional<Instant> until, String pattern) {
        return new Pages(group, from, until, pattern);
    }

    private final class Pages implements Iterator<Event> {
        private final String group;
        private final Instant from;
        private final Optional<Instant> until;
        private final String pattern;
        private Iterator<Event> page = List.<Event>of().iterator();
        private Optional<String> token = Optional.empty();
        private boolean begun;

        Pages(String group, Instant from, Optional<Instant> until, String pattern) {
            this.group = group;
            this.from = from;
            this.until = until;
            this.pattern = pattern;
        }

        /** A page may be empty and still have a successor: AWS gives up searching now and then. */
        @Override
        public boolean hasNext() {
            while (!page.hasNext() && (!begun || token.isPresent())) {
                load();
            }
            return page.hasNext();
        }

        @Override
        public Event next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no event after the last one");
            }
            return page.next();
        }

        private void load() {
            begun = true;
            Optional<FilterLogEventsResponse> answer = logs.find(c -> c.filterLogEvents(r -> {
                r.logGroupName(group).startTime(from.toEpochMilli());
                if (!pattern.isEmpty()) {
                    r.filterPattern(pattern);
                }
                until.map(Instant::toEpochMilli).ifPresent(r::endTime);
                token.ifPresent(r::nextToken);
            }));
            token = answer.map(FilterLogEventsResponse::nextToken);
            page = answer.map(FilterLogEventsResponse::events).orElse(List.of()).stream()
                    .map(event -> new Event(
                            event.eventId(),
                            Instant.ofEpochMilli(event.timestamp()),
                            event.logStreamName(),
                            event.message().stripTrailing()))
                    .iterator();
        }
    }
}
