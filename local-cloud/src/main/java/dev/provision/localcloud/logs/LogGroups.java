package dev.provision.localcloud.logs;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All log groups, and the way in for the lines of tasks and functions. */
final class LogGroups implements LogSink, TaggedResources {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    private static final Pattern NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");

    private final Account account;
    private final CloudTime time;
    private final ConcurrentSkipListMap<String, LogGroup> groups = new ConcurrentSkipListMap<>();
    private final AtomicLong nextEventId = new AtomicLong(1);

    LogGroups(Account account, CloudTime time) {
        this.account = account;
        this.time = time;
    }

    LogGroup create(String name) {
        if (name == null || !NAME.matcher(name).matches() || name.startsWith("aws/")) {
            throw invalid("1 validation error detected: Value '" + name + "' at 'logGroupName' failed to satisfy "
                    + "constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
        }
        LogGroup group = new LogGroup(name, account.arn("logs", "log-group:" + name), now());
        if (groups.putIfAbsent(name, group) != null) {
            throw AwsError.badRequest("ResourceAlreadyExistsException", "The specified log group already exists");
        }
        return group;
    }

    void delete(String name) {
        if (groups.remove(name) == null) {
            throw groupNotFound();
        }
    }

    /** Finds a group by its name, or by its ARN as some operations accept it. */
    LogGroup require(String name, String identifier) {
        String wanted = name != null ? name : identifier;
        if (wanted == null) {
            throw invalid("logGroupName or logGroupIdentifier is required");
        }
        String plain = wanted.startsWith("arn:")
                ? wanted.replaceFirst("^.*:log-group:", "").replaceFirst(":\\*$", "")
                : wanted;
        return Optional.ofNullable(groups.get(plain)).orElseThrow(LogGroups::groupNotFound);
    }

    LogStream requireStream(LogGroup group, String streamName) {
        return group.stream(streamName)
                .orElseThrow(() ->
                        AwsError.badRequest("ResourceNotFoundException", "The specified log stream does not exist."));
    }

    Collection<LogGroup> all() {
        return groups.values();
    }

    long now() {
        return time.now().toEpochMilli();
    }

    LogEvent event(long timestamp, String message) {
        return new LogEvent(nextEventId.getAndIncrement(), timestamp, now(), message);
    }

    /** Which events of a group are still kept by its retention. */
    Predicate<LogEvent> retained(LogGroup group) {
        if (group.retentionDays().isEmpty()) {
            return event -> true;
        }
        long oldest = time.now()
                .minus(Duration.ofDays(group.retentionDays().getAsInt()))
                .toEpochMilli();
        return event -> event.timestamp() >= oldest;
    }

    @Override
    public boolean groupExists(String group) {
        return groups.containsKey(group);
    }

    @Override
    public void createGroup(String group) {
        if (!groupExists(group)) {
            create(group);
        }
    }

    @Override
    public void append(String group, String stream, Instant at, String line) {
        LogGroup found = groups.get(group);
        if (found != null) {
            found.streamOrNew(stream, now()).append(event(at.toEpochMilli(), line));
        }
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return groups.values().stream().map(group -> new TaggedResource(group.arn(), "logs:log-group", group.tags()));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return groups.values().stream()
                .filter(group -> group.arn().equals(arn))
                .findFirst()
                .map(LogGroup::tags);
    }

    static AwsError invalid(String message) {
        return AwsError.badRequest("InvalidParameterException", message);
    }

    private static AwsError groupNotFound() {
        return AwsError.badRequest("ResourceNotFoundException", "The specified log group does not exist.");
    }
}
