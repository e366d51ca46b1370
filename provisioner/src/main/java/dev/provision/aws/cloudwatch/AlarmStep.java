package dev.provision.aws.cloudwatch;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** An alarm: tells people that something is wrong, or sets off a scaling policy. */
public final class AlarmStep extends AwsStep<AlarmStep.Live> {
    private static final int MINUTE = 60;

    /** CloudWatch's word for leaving the alarm in the state that it is in; it holds where nothing is said. */
    private static final String MISSING = "missing";

    private static final Pattern PERCENTILE = Pattern.compile("p\\d.*");
    private final Spec spec;
    private final Supplier<Optional<Metric>> metric;
    private final Supplier<Optional<Set<String>>> actions;
    private final Owner owner;
    private final Api<CloudWatchClient> cloudWatch;
    private final Inventory<MetricAlarm> alarms;

    /**
     * What is wanted.
     *
     * @param description what is wrong when it goes off, and what to do
     */
    public record Spec(String name, String description, AlarmRule rule, Purpose purpose) {}

    /** What an alarm is for. */
    public enum Purpose {
        /** People are told of good and of bad; nothing measured is good. */
        TELL,
        /** What it sets off is only ever set off. */
        SCALE
    }

    /**
     * @param needs what {@code metric} and {@code actions} ask
     * @param metric what is watched; empty while what it belongs to does not exist
     * @param actions the ARNs of what it tells or sets off; empty while one does not exist
     */
    AlarmStep(
            StepKey key,
            Spec spec,
            Set<StepKey> needs,
            Supplier<Optional<Metric>> metric,
            Supplier<Optional<Set<String>>> actions,
            Owner owner,
            Api<CloudWatchClient> cloudWatch,
            Inventory<MetricAlarm> alarms) {
        super(key, "cloudwatch", needs);
        this.spec = spec;
        this.metric = metric;
        this.actions = actions;
        this.owner = owner;
        this.cloudWatch = cloudWatch;
        this.alarms = alarms;
    }

    /**
     * An alarm that exists.
     *
     * @param condition when it goes off, in words
     * @param missing what a minute without data counts as
     * @param actions what it tells or sets off
     * @param okActions what it tells when it is good again
     */
    public record Live(
            String name,
            String description,
            String condition,
            Map<String, String> dimensions,
            String missing,
            Set<String> actions,
            Set<String> okActions,
            boolean on) {
        public Live {
            dimensions = Map.copyOf(dimensions);
            actions = Set.copyOf(actions);
            okActions = Set.copyOf(okActions);
        }
    }

    @Override
    public Optional<Live> find() {
        return alarms.first(alarm -> alarm.alarmName().equals(spec.name())).map(AlarmStep::live);
    }

    private static Live live(MetricAlarm alarm) {
        Map<String, String> dimensions = new TreeMap<>();
        alarm.dimensions().forEach(dimension -> dimensions.put(dimension.name(), dimension.value()));
        return new Live(
                alarm.alarmName(),
                Objects.requireNonNullElse(alarm.alarmDescription(), ""),
                words(
                        alarm.namespace() + " " + alarm.metricName(),
                        alarm.extendedStatistic() == null ? alarm.statisticAsString() : alarm.extendedStatistic(),
                        alarm.comparisonOperator(),
                        alarm.threshold(),
                        alarm.datapointsToAlarm() == null ? alarm.evaluationPeriods() : alarm.datapointsToAlarm(),
                        alarm.evaluationPeriods(),
                        Objects.requireNonNullElse(alarm.period(), MINUTE)),
                dimensions,
                Objects.requireNonNullElse(alarm.treatMissingData(), MISSING),
                Set.copyOf(alarm.alarmActions()),
                Set.copyOf(alarm.okActions()),
                Boolean.TRUE.equals(alarm.actionsEnabled()));
    }

    private static String words(
            String metric,
            String statistic,
            ComparisonOperator comparison,
            double threshold,
            int periods,
            int of,
            int seconds) {
        return String.format(
                Locale.ROOT,
                "%s %s %s %s in %d of %d %s",
                metric,
                statistic,
                comparison,
                threshold,
                periods,
                of,
                seconds == MINUTE ? "minutes" : "periods of " + seconds + " s");
    }

    private String wanted(Metric of) {
        AlarmRule rule = spec.rule();
        return words(
                of.namespace() + " " + of.name(),
                of.statistic(),
                comparison(),
                rule.threshold(),
                rule.minutes(),
                rule.of(),
                MINUTE);
    }

    /** One that scales is left as it is without data; one that tells people is not to wake them for it. */
    private String missing() {
        return switch (spec.purpose()) {
            case TELL -> "notBreaching";
            case SCALE -> MISSING;
        };
    }

    private Set<String> okActions(Set<String> told) {
        return switch (spec.purpose()) {
            case TELL -> told;
            case SCALE -> Set.of();
        };
    }

    private ComparisonOperator comparison() {
        return switch (spec.rule().side()) {
            case AT_LEAST -> ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
            case MORE_THAN -> ComparisonOperator.GREATER_THAN_THRESHOLD;
            case LESS_THAN -> ComparisonOperator.LESS_THAN_THRESHOLD;
        };
    }

    @Override
    protected Changes comparison(Live live) {
        Optional<Metric> wanted = metric.get();
        return new Changes()
                .field("description", live.description(), spec.description())
                .known("condition", live.condition(), wanted.map(this::wanted))
                .known("dimensions", live.dimensions(), wanted.map(Metric::dimensions))
                .field("treat_missing_data", live.missing(), missing())
                .known("alarm_actions", live.actions(), actions.get())
                .known("ok_actions", live.okActions(), actions.get().map(this::okActions))
                .field("actions_enabled", live.on(), true);
    }

    @Override
    public Live create() {
        Metric of = metric.get().orElseThrow(() -> new IllegalStateException(key() + ": nothing to watch"));
        Set<String> told = actions.get().orElseThrow(() -> new IllegalStateException(key() + ": nobody to tell"));
        List<Tag> tags = owner.tags(key()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        cloudWatch.settle(c -> c.putMetricAlarm(r -> {
            r.alarmName(spec.name())
                    .alarmDescription(spec.description())
                    .namespace(of.namespace())
                    .metricName(of.name())
                    .dimensions(of.sdkDimensions())
                    .period(MINUTE)
                    .datapointsToAlarm(spec.rule().minutes())
                    .evaluationPeriods(spec.rule().of())
                    .threshold(spec.rule().threshold())
                    .comparisonOperator(comparison())
                    .treatMissingData(missing())
                    .actionsEnabled(true)
                    .alarmActions(told)
                    .okActions(okActions(told))
                    .tags(tags);
            if (PERCENTILE.matcher(of.statistic()).matches()) {
                r.extendedStatistic(of.statistic());
            } else {
                r.statistic(Statistic.fromValue(of.statistic()));
            }
        }));
        alarms.stale();
        return new Live(
                spec.name(), spec.description(), wanted(of), of.dimensions(), missing(), told, okActions(told), true);
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
