package dev.provision.localcloud.logs;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A log group: its settings, and its streams by name. Settings change under the control-plane lock only. */
final class LogGroup {
    private final String name;
    private final String arn;
    private final long created;
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<String, LogStream> streams = new ConcurrentSkipListMap<>();
    private volatile OptionalInt retentionDays = OptionalInt.empty();

    /** @param arn without the {@code :*} that the API appends for IAM policies */
    LogGroup(String name, String arn, long created) {
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

    Map<String, String> tags() {
        return tags;
    }

    OptionalInt retentionDays() {
        return retentionDays;
    }

    void retain(OptionalInt days) {
        retentionDays = days;
    }

    ConcurrentSkipListMap<String, LogStream> streams() {
        return streams;
    }

    Optional<LogStream> stream(String streamName) {
        return Optional.ofNullable(streams.get(streamName));
    }

    LogStream streamOrNew(String streamName, long now) {
        return streams.computeIfAbsent(streamName, key -> new LogStream(key, arn + ":log-stream:" + key, now));
    }
}
