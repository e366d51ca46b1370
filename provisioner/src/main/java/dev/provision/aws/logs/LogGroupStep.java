package dev.provision.aws.logs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/**
 * A log group with a retention. Made before what writes to it, for otherwise Lambda makes it and keeps its events for ever,
 * and deleted after that, for late events make it again.
 */
public final class LogGroupStep extends AwsStep<LogGroupStep.Live> {
    private static final String RETENTION = "retention_in_days";
    private final Spec spec;
    private final Owner owner;
    private final Api<CloudWatchLogsClient> logs;
    private final Inventory<LogGroup> groups;

    /** @param retention in days; one of the values that CloudWatch Logs accepts */
    public record Spec(String name, int retention) {}

    LogGroupStep(StepKey key, Spec spec, Owner owner, Api<CloudWatchLogsClient> logs, Inventory<LogGroup> groups) {
        super(key, "logs", Set.of());
        this.spec = spec;
        this.owner = owner;
        this.logs = logs;
        this.groups = groups;
    }

    /**
     * A log group that exists.
     *
     * @param arn without the {@code :*} that stands for its streams
     * @param retention in days; 0 is for ever
     */
    public record Live(String name, String arn, int retention) {}

    /** Functions and tasks write to groups of other names. */
    @Override
    public String identity() {
        return spec.name();
    }

    @Override
    public Optional<Live> find() {
        return groups.first(group -> group.logGroupName().equals(spec.name()))
                .map(group -> new Live(
                        group.logGroupName(),
                        withoutStreams(group.arn()),
                        group.retentionInDays() == null ? 0 : group.retentionInDays()));
    }

    /** Asks AWS, for others may have made it or deleted it since. */
    private Optional<Live> findAgain() {
        groups.stale();
        return find();
    }

    private static String withoutStreams(String arn) {
        return arn.endsWith(":*") ? arn.substring(0, arn.length() - 2) : arn;
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().field(RETENTION, live.retention(), spec.retention());
    }

    @Override
    public Live create() {
        logs.ensure(
                "ResourceAlreadyExistsException",
                c -> c.createLogGroup(r -> r.logGroupName(spec.name()).tags(owner.tags(key()))));
        putRetention();
        return logs.made(spec.name(), this::findAgain);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        putRetention();
        groups.stale();
        return new Live(live.name(), live.arn(), spec.retention());
    }

    private void putRetention() {
        logs.settle(c -> c.putRetentionPolicy(r -> r.logGroupName(spec.name()).retentionInDays(spec.retention())));
    }

    @Override
    public void delete(Live live) {
        logs.delete(c -> c.deleteLogGroup(r -> r.logGroupName(live.name())));
        groups.stale();
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "logs:CreateLogGroup",
                "logs:DeleteLogGroup",
                "logs:DescribeLogGroups",
                "logs:PutRetentionPolicy",
                "logs:TagResource");
    }
}
