package dev.provision.aws.logs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Makes the steps of this package for one environment. */
public final class LogGroupSteps {
    private final Owner owner;
    private final Api<CloudWatchLogsClient> logs;

    public LogGroupSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.logs = connection.api("logs", CloudWatchLogsClient::builder);
    }

    public LogGroupStep logGroup(StepKey key, LogGroupStep.Spec spec) {
        return new LogGroupStep(key, spec, owner, logs);
    }

    /** Whether there is a log group with this name. */
    public boolean exists(String name) {
        return logs.call(c -> c.describeLogGroupsPaginator(r -> r.logGroupNamePrefix(name)).logGroups().stream()
                .anyMatch(group -> group.logGroupName().equals(name)));
    }
}
