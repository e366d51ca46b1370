package dev.provision.localcloud.logs;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

/** The operations on log streams and events. */
final class LogEventOperations implements AwsService {
    private static final int MAX_EVENTS = 10_000;
    private static final Pattern STREAM_NAME = Pattern.compile("[^:*]{1,512}");
    private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d+)");
    private static final Pattern AFTER = Pattern.compile("(\\d+)/(\\d+)");
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    private static final Duration TOO_OLD = Duration.ofDays(14);
    private static final Duration TOO_NEW = Duration.ofHours(2);

    private final LogGroups groups;

    LogEventOperations(LogGroups groups) {
        this.groups = groups;
    }

    @Override
    public ServiceApi api() {
        return LogService.API;
    }

    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        LogGroup group = groups.require(request.logGroupName(), null);
        if (!STREAM_NAME.matcher(request.logStreamName()).matches()) {
            throw LogGroups.invalid(
                    "1 validation error detected: Value '" + request.logStreamName()
                            + "' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*");
        }
        if (group.stream(request.logStreamName()).isPresent()) {
            throw AwsError.badRequest("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
        group.streamOrNew(request.logStreamName(), groups.now());
        return CreateLogStreamResponse.builder().build();
    }

    public DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
        LogGroup group = groups.require(request.logGroupName(), null);
        group.streams()
                .remove(groups.requireStream(group, request.logStreamName()).name());
        return DeleteLogStreamResponse.builder().build();
    }

    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        LogGroup group = groups.require(request.logGroupName(), request.logGroupIdentifier());
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        Comparator<LogStream> order = request.orderBy() == OrderBy.LAST_EVENT_TIME
                ? Comparator.comparingLong(stream -> stream.summary().lastEvent())
                : Comparator.comparing(LogStream::name);
        List<LogStream> matching = group.streams().values().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
                .toList();
        int limit = request.limit() == null ? 50 : request.limit();
        Page<LogStream> page = Page.of(matching, request.nextToken(), limit)
                .orElseThrow(() -> LogGroups.invalid("The specified nextToken is invalid."));
        return DescribeLogStreamsResponse.builder()
                .logStreams(
                        page.items().stream().map(LogEventOperations::describe).toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private static software.amazon.awssdk.services.cloudwatchlogs.model.LogStream describe(LogStream stream) {
        LogStream.Summary summary = stream.summary();
        var described = software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .arn(stream.arn());
        if (summary.lastIngestion() > 0) {
            described
                    .firstEventTimestamp(summary.firstEvent())
                    .lastEventTimestamp(summary.lastEvent())
                    .lastIngestionTime(summary.lastIngestion());
        }
        return described.build();
    }

    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        LogGroup group = groups.require(request.logGroupName(), null);
        LogStream stream = groups.requireStream(group, request.logStreamName());
        long now = groups.now();
        long previous = 0;
        int tooOld = 0;
        int accepted = 0;
        for (InputLogEvent event : request.logEvents()) {
            if (event.timestamp() < previous) {
                throw LogGroups.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            previous = event.timestamp();
            if (event.timestamp() < now - TOO_OLD.toMillis()) {
                tooOld++;
            } else if (event.timestamp() <= now + TOO_NEW.toMillis()) {
                stream.append(groups.event(event.timestamp(), event.message()));
                accepted++;
            }
        }
        var response = PutLogEventsResponse.builder().nextSequenceToken(String.format(Locale.ROOT, "%056d", now));
        int total = request.logEvents().size();
        if (accepted < total) {
            var rejected = RejectedLogEventsInfo.builder();
            if (tooOld > 0) {
                rejected.tooOldLogEventEndIndex(tooOld);
            }
            if (tooOld + accepted < total) {
                rejected.tooNewLogEventStartIndex(tooOld + accepted);
            }
            response.rejectedLogEventsInfo(rejected.build());
        }
        return response.build();
    }

    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        LogGroup group = groups.require(request.logGroupName(), request.logGroupIdentifier());
        LogStream stream = groups.requireStream(group, request.logStreamName());
        int limit = request.limit() == null ? MAX_EVENTS : request.limit();
        Predicate<LogEvent> wanted =
                within(request.startTime(), request.endTime()).and(groups.retained(group));
        List<LogEvent> events;
        String forward = "f/0";
        String backward = "b/0";
        if (request.nextToken() == null) {
            List<LogEvent> all = stream.events(wanted);
            events = Boolean.TRUE.equals(request.startFromHead()) ? first(all, limit) : last(all, limit);
        } else {
            Matcher token = TOKEN.matcher(request.nextToken());
            if (!token.matches()) {
                throw LogGroups.invalid("The specified nextToken is invalid.");
            }
            long id = Long.parseLong(token.group(2));
            boolean onward = token.group(1).equals("f");
            events = onward
                    ? first(stream.events(wanted.and(event -> event.id() > id)), limit)
                    : last(stream.events(wanted.and(event -> event.id() < id)), limit);
            // At the end of the stream AWS returns the token that was sent.
            forward = "f/" + id;
            backward = "b/" + id;
        }
        if (!events.isEmpty()) {
            forward = "f/" + events.getLast().id();
            backward = "b/" + events.getFirst().id();
        }
        return GetLogEventsResponse.builder()
                .events(events.stream().map(LogEventOperations::output).toList())
                .nextForwardToken(forward)
                .nextBackwardToken(backward)
                .build();
    }

    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        LogGroup group = groups.require(request.logGroupName(), request.logGroupIdentifier());
        Predicate<String> pattern = FilterPattern.parse(request.filterPattern() == null ? "" : request.filterPattern());
        int limit = request.limit() == null ? MAX_EVENTS : request.limit();
        Predicate<LogEvent> wanted = within(request.startTime(), request.endTime())
                .and(groups.retained(group))
                .and(after(request.nextToken()))
                .and(event -> pattern.test(event.message()));
        List<FilteredLogEvent> found = group.streams().values().stream()
                .filter(stream -> streamWanted(stream.name(), request))
                .flatMap(stream -> stream.events(wanted).stream().map(event -> filtered(stream, event)))
                .sorted(Comparator.comparingLong(FilteredLogEvent::timestamp)
                        .thenComparing(event -> Long.parseLong(event.eventId())))
                .toList();
        List<FilteredLogEvent> page = found.subList(0, Math.min(limit, found.size()));
        return FilterLogEventsResponse.builder()
                .events(page)
                .searchedLogStreams(List.of())
                .nextToken(
                        page.size() < found.size()
                                ? page.getLast().timestamp() + "/"
                                        + page.getLast().eventId()
                                : null)
                .build();
    }

    private static boolean streamWanted(String name, FilterLogEventsRequest request) {
        String prefix = request.logStreamNamePrefix();
        return request.hasLogStreamNames()
                ? request.logStreamNames().contains(name)
                : prefix == null || name.startsWith(prefix);
    }

    private static Predicate<LogEvent> within(Long start, Long end) {
        return event -> (start == null || event.timestamp() >= start) && (end == null || event.timestamp() < end);
    }

    private static Predicate<LogEvent> after(String token) {
        if (token == null) {
            return event -> true;
        }
        Matcher matcher = AFTER.matcher(token);
        if (!matcher.matches()) {
            throw LogGroups.invalid("The specified nextToken is invalid.");
        }
        long timestamp = Long.parseLong(matcher.group(1));
        long id = Long.parseLong(matcher.group(2));
        return event -> event.timestamp() > timestamp || (event.timestamp() == timestamp && event.id() > id);
    }

    private static List<LogEvent> first(List<LogEvent> events, int limit) {
        return events.subList(0, Math.min(limit, events.size()));
    }

    private static List<LogEvent> last(List<LogEvent> events, int limit) {
        return events.subList(Math.max(0, events.size() - limit), events.size());
    }

    private static OutputLogEvent output(LogEvent event) {
        return OutputLogEvent.builder()
                .timestamp(event.timestamp())
                .ingestionTime(event.ingested())
                .message(event.message())
                .build();
    }

    private static FilteredLogEvent filtered(LogStream stream, LogEvent event) {
        return FilteredLogEvent.builder()
                .logStreamName(stream.name())
                .timestamp(event.timestamp())
                .ingestionTime(event.ingested())
                .message(event.message())
                .eventId(Long.toString(event.id()))
                .build();
    }
}
