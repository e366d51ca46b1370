package dev.provision.aws.logs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/** Makes the steps of this package for one environment; all groups whose names contain its prefix are described once. */
public final class LogGroupSteps {
    private final Owner owner;
    private final Api<CloudWatchLogsClient> logs;
    private final Inventory<LogGroup> groups;

    public LogGroupSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.logs = connection.api("logs", CloudWatchLogsClient::builder);
        this.groups = new Inventory<>(() -> logs.call(
                c -> c.describeLogGroupsPaginator(r -> r.logGroupNamePattern(owner.prefix())).logGroups().stream()
                        .toList()));
    }

    public LogGroupStep logGroup(StepKey key, LogGroupStep.Spec spec) {
        return new LogGroupStep(key, spec, owner, logs, groups);
    }

    /** Whether there is a log group with this name. */
    public boolean exists(String name) {
        return groups.first(group -> group.logGroupName().equals(name)).isPresent();
    }
}
