package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** All alarms, their evaluation every ten seconds, and what they set off. */
final class Alarms implements TaggedResources {
    private static final Duration EVALUATION = Duration.ofSeconds(10);
    /** While an alarm stays in ALARM a scaling policy is invoked again each minute. */
    private static final Duration REPETITION = Duration.ofMinutes(1);

    private final Account account;
    private final CloudTime time;
    private final Metrics metrics;
    private final Map<String, Alarm> alarms = new TreeMap<>();
    private final List<AlarmAction.Listener> listeners = new CopyOnWriteArrayList<>();

    Alarms(Account account, CloudTime time, ControlPlane controlPlane, Metrics metrics) {
        this.account = account;
        this.time = time;
        this.metrics = metrics;
        time.every(EVALUATION, () -> controlPlane.run(this::evaluate));
    }

    void listen(AlarmAction.Listener listener) {
        listeners.add(listener);
    }

    Alarm put(PutMetricAlarmRequest settings) {
        Alarm alarm = alarms.get(settings.alarmName());
        if (alarm == null) {
            alarm = new Alarm(account.arn("cloudwatch", "alarm:" + settings.alarmName()), settings, time.now());
            settings.tags().forEach(alarmTag(alarm));
            alarms.put(settings.alarmName(), alarm);
        } else {
            alarm.change(settings, time.now());
        }
        return alarm;
    }

    private static java.util.function.Consumer<software.amazon.awssdk.services.cloudwatch.model.Tag> alarmTag(
            Alarm alarm) {
        return tag -> alarm.tags().put(tag.key(), tag.value());
    }

    void delete(String name) {
        alarms.remove(name);
    }

    Optional<Alarm> find(String name) {
        return Optional.ofNullable(alarms.get(name));
    }

    Optional<Alarm> findByArn(String arn) {
        return alarms.values().stream().filter(alarm -> alarm.arn().equals(arn)).findFirst();
    }

    Collection<Alarm> all() {
        return alarms.values();
    }

    /** Sets a state by hand; the next evaluation may change it again, as on AWS. */
    void set(Alarm alarm, StateValue state, String reason) {
        boolean changed = alarm.state() != state;
        alarm.enter(state, reason, time.now());
        if (changed) {
            act(alarm, actions(alarm), Double.NaN);
        }
    }

    private void evaluate() {
        // A copy: an action may put or delete alarms (a scaling policy does).
        List.copyOf(alarms.values()).forEach(this::evaluate);
    }

    private void evaluate(Alarm alarm) {
        PutMetricAlarmRequest settings = alarm.settings();
        AlarmEvaluation.Rule rule = new AlarmEvaluation.Rule(
                settings.comparisonOperator(),
                settings.threshold(),
                settings.evaluationPeriods(),
                settings.datapointsToAlarm() == null ? settings.evaluationPeriods() : settings.datapointsToAlarm(),
                settings.treatMissingData() == null ? "missing" : settings.treatMissingData());
        List<Double> values = latest(alarm, rule.periods());
        StateValue next = AlarmEvaluation.next(alarm.state(), rule, values);
        Instant now = time.now();
        double value = values.isEmpty() ? Double.NaN : values.getLast();
        if (next != alarm.state()) {
            alarm.enter(next, reason(next, values, rule), now);
            act(alarm, actions(alarm), value);
        } else if (next == StateValue.ALARM && !now.isBefore(alarm.acted().plus(REPETITION))) {
            act(alarm, settings.alarmActions().stream().filter(Alarms::scales).toList(), value);
        }
    }

    /** The newest data points of complete periods; AWS looks further back than the alarm's periods for late ones. */
    private List<Double> latest(Alarm alarm, int periods) {
        List<Double> values = alarm.settings().hasMetrics() ? ofQueries(alarm, periods) : ofMetric(alarm, periods);
        return values.subList(Math.max(0, values.size() - periods), values.size());
    }

    private List<Double> ofMetric(Alarm alarm, int periods) {
        int period = alarm.settings().period();
        long end = Math.floorDiv(metrics.now(), (long) period) * period;
        List<Double> values = new ArrayList<>();
        metrics.by(alarm.metric(), end - (periods + 1L) * period, end, period)
                .values()
                .forEach(distribution -> values.add(alarm.statistic().of(distribution)));
        return values;
    }

    private List<Double> ofQueries(Alarm alarm, int periods) {
        PutMetricAlarmRequest settings = alarm.settings();
        String id = returned(settings);
        long period = new MetricQueries(metrics, settings.metrics(), 0, 0).period(id);
        long end = Math.floorDiv(metrics.now(), period) * period;
        MetricQueries queries = new MetricQueries(metrics, settings.metrics(), end - (periods + 1L) * period, end);
        return List.copyOf(queries.values(id).values());
    }

    private static String returned(PutMetricAlarmRequest settings) {
        List<String> ids = settings.metrics().stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .map(MetricDataQuery::id)
                .toList();
        if (ids.size() != 1) {
            throw AwsError.badRequest("ValidationError", "Exactly one element of the metrics list should return data.");
        }
        return ids.getFirst();
    }

    /**
     * The period of an alarm on an expression, in seconds.
     *
     * @throws AwsError if its queries cannot be evaluated
     */
    long checkQueries(PutMetricAlarmRequest settings) {
        MetricQueries queries = new MetricQueries(metrics, settings.metrics(), 0, 60);
        String id = returned(settings);
        queries.values(id);
        return queries.period(id);
    }

    private static String reason(StateValue state, List<Double> values, AlarmEvaluation.Rule rule) {
        if (state == StateValue.INSUFFICIENT_DATA) {
            return "Insufficient Data: " + rule.periods() + " datapoints were unknown.";
        }
        long breaching = values.stream().filter(rule::breached).count();
        return String.format(
                Locale.ROOT,
                "Threshold Crossed: %d out of the last %d datapoints %s the threshold (%s).",
                breaching,
                rule.periods(),
                state == StateValue.ALARM ? "crossed" : "did not all cross",
                rule.threshold());
    }

    private static List<String> actions(Alarm alarm) {
        return switch (alarm.state()) {
            case OK -> alarm.settings().okActions();
            case ALARM -> alarm.settings().alarmActions();
            default -> alarm.settings().insufficientDataActions();
        };
    }

    private static boolean scales(String actionArn) {
        return actionArn.contains(":scalingPolicy:");
    }

    private void act(Alarm alarm, List<String> actions, double value) {
        alarm.act(time.now());
        if (!alarm.actionsEnabled()) {
            return;
        }
        for (String action : actions) {
            AlarmAction taken = new AlarmAction(
                    action,
                    alarm.settings().alarmName(),
                    alarm.arn(),
                    alarm.state().toString(),
                    value,
                    alarm.settings().threshold());
            listeners.forEach(listener -> listener.act(taken));
        }
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return alarms.values().stream().map(alarm -> new TaggedResource(alarm.arn(), "cloudwatch:alarm", alarm.tags()));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return alarms.values().stream()
                .filter(alarm -> alarm.arn().equals(arn))
                .findFirst()
                .map(Alarm::tags);
    }
}
