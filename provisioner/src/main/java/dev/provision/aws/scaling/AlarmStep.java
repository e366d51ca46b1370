package dev.provision.aws.scaling;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** An alarm on a metric of a service that sets off a scaling policy. */
public final class AlarmStep extends AwsStep<AlarmStep.Live> {
    private static final String NAMESPACE = "AWS/ECS";
    private static final int PERIOD = 60;
    private final Spec spec;
    private final Ref<ScalableTargetStep.Live> target;
    private final Ref<ScalingPolicyStep.Live> policy;
    private final Owner owner;
    private final Api<CloudWatchClient> cloudWatch;
    private final Inventory<MetricAlarm> alarms;

    /**
     * What is wanted.
     *
     * @param side on which side of {@code percent} the mean has to be
     * @param minutes how many in a row
     */
    public record Spec(String name, Metric metric, Side side, int percent, int minutes) {}

    /** A side of a threshold. */
    public enum Side {
        ABOVE,
        BELOW
    }

    /** @param alarms of the environment */
    public AlarmStep(
            StepKey key,
            Spec spec,
            Ref<ScalableTargetStep.Live> target,
            Ref<ScalingPolicyStep.Live> policy,
            Owner owner,
            Api<CloudWatchClient> cloudWatch,
            Inventory<MetricAlarm> alarms) {
        super(key, "cloudwatch", needs(target, policy));
        this.spec = spec;
        this.target = target;
        this.policy = policy;
        this.owner = owner;
        this.cloudWatch = cloudWatch;
        this.alarms = alarms;
    }

    /**
     * An alarm that exists.
     *
     * @param condition when it goes off, in words
     * @param actions what it sets off
     */
    public record Live(
            String name, String condition, Map<String, String> dimensions, Set<String> actions, boolean on) {}

    @Override
    public Optional<Live> find() {
        return alarms.first(alarm -> alarm.alarmName().equals(spec.name())).map(AlarmStep::live);
    }

    private static Live live(MetricAlarm alarm) {
        Map<String, String> dimensions = new TreeMap<>();
        alarm.dimensions().forEach(dimension -> dimensions.put(dimension.name(), dimension.value()));
        return new Live(
                alarm.alarmName(),
                words(
                        alarm.namespace() + " " + alarm.metricName(),
                        alarm.statistic(),
                        alarm.comparisonOperator(),
                        alarm.threshold(),
                        alarm.period(),
                        alarm.evaluationPeriods()),
                dimensions,
                Set.copyOf(alarm.alarmActions()),
                Boolean.TRUE.equals(alarm.actionsEnabled()));
    }

    private static String words(
            String metric,
            Statistic statistic,
            ComparisonOperator comparison,
            Double threshold,
            Integer period,
            Integer periods) {
        return metric + " " + statistic + " " + comparison + " " + threshold + " for " + periods + " x " + period
                + " s";
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .field("condition", live.condition(), wantedCondition())
                .known("dimensions", live.dimensions(), target.live().map(AlarmStep::dimensions))
                .known(
                        "alarm_actions",
                        live.actions(),
                        policy.live().map(p -> Set.of(p.arn().value())))
                .field("actions_enabled", live.on(), true);
    }

    private ComparisonOperator comparison() {
        return switch (spec.side()) {
            case ABOVE -> ComparisonOperator.GREATER_THAN_THRESHOLD;
            case BELOW -> ComparisonOperator.LESS_THAN_THRESHOLD;
        };
    }

    private String wantedCondition() {
        return words(
                NAMESPACE + " " + spec.metric().metricName(),
                Statistic.AVERAGE,
                comparison(),
                (double) spec.percent(),
                PERIOD,
                spec.minutes());
    }

    private static Map<String, String> dimensions(ScalableTargetStep.Live target) {
        return new TreeMap<>(Map.of("ClusterName", target.cluster(), "ServiceName", target.service()));
    }

    @Override
    public Live create() {
        List<Dimension> dimensions = dimensions(target.require()).entrySet().stream()
                .map(entry -> Dimension.builder()
                        .name(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
        List<Tag> tags = owner.tags(key()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        cloudWatch.settle(c -> c.putMetricAlarm(r -> r.alarmName(spec.name())
                .alarmDescription("Scales " + target.require().service())
                .namespace(NAMESPACE)
                .metricName(spec.metric().metricName())
                .dimensions(dimensions)
                .statistic(Statistic.AVERAGE)
                .period(PERIOD)
                .evaluationPeriods(spec.minutes())
                .threshold((double) spec.percent())
                .comparisonOperator(comparison())
                .actionsEnabled(true)
                .alarmActions(policy.require().arn().value())
                .tags(tags)));
        alarms.stale();
        return new Live(
                spec.name(),
                wantedCondition(),
                dimensions(target.require()),
                Set.of(policy.require().arn().value()),
                true);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return create();
    }

    @Override
    public void delete(Live live) {
        cloudWatch.delete(c -> c.deleteAlarms(r -> r.alarmNames(live.name())));
        alarms.stale();
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "cloudwatch:DeleteAlarms",
                "cloudwatch:DescribeAlarms",
                "cloudwatch:PutMetricAlarm",
                "cloudwatch:TagResource");
    }
}
