package dev.provision.aws.logs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** The last lines that something wrote. */
public final class LogTail {
    private static final int STREAMS = 50;
    private static final int FUNCTION_LINES = 20;
    /** "Working with Lambda function logs" in the Lambda guide. */
    private static final List<String> LAMBDAS_OWN =
            List.of("START ", "END ", "REPORT ", "INIT_", "EXTENSION", "RequestId: ", "Runtime.");

    private final Api<CloudWatchLogsClient> logs;

    public LogTail(AwsConnection connection) {
        this.logs = connection.api("logs", CloudWatchLogsClient::builder);
    }

    /** The last lines of one stream; none if there is no such stream. */
    public List<String> ofStream(String group, String stream, int lines) {
        return logs
                .find(c -> c.getLogEvents(r -> r.logGroupName(group)
                                .logStreamName(stream)
                                .limit(lines)
                                .startFromHead(false))
                        .events())
                .orElse(List.of())
                .stream()
                .map(event -> event.message().stripTrailing())
                .toList();
    }

    /** The last lines of the streams that were written to last, of those that are meant; the oldest line first. */
    public List<String> ofLatest(String group, Predicate<String> streams, int lines) {
        List<String> names = logs
                .find(c -> c.describeLogStreams(r -> r.logGroupName(group)
                                .orderBy(OrderBy.LAST_EVENT_TIME)
                                .descending(true)
                                .limit(STREAMS))
                        .logStreams())
                .orElse(List.of())
                .stream()
                .map(LogStream::logStreamName)
                .filter(streams)
                .toList();
        List<String> all = new ArrayList<>();
        for (String name : names) {
            if (all.size() < lines) {
                all.addAll(0, ofStream(group, name, lines - all.size()));
            }
        }
        return all;
    }

    /** The last line that a function wrote itself; of what Lambda writes about it there is more after that. */
    public Optional<String> ofFunction(String group) {
        return ofLatest(group, _ -> true, FUNCTION_LINES).reversed().stream()
                .filter(line -> LAMBDAS_OWN.stream().noneMatch(line::startsWith))
                .findFirst();
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of("logs:DescribeLogStreams", "logs:GetLogEvents");
    }
}
