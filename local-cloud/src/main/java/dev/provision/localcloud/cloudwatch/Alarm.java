package dev.provision.localcloud.cloudwatch;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** One metric alarm: its settings as they were put, its tags, its state. Changes under the control-plane lock only. */
final class Alarm {
    private final String arn;
    private final Map<String, String> tags = new TreeMap<>();
    private PutMetricAlarmRequest settings;
    private Instant settingsChanged;
    private boolean actionsEnabled;
    private StateValue state = StateValue.INSUFFICIENT_DATA;
    private String reason = "Unchecked: Initial alarm creation";
    private Instant stateChanged;
    private Instant acted = Instant.EPOCH;

    Alarm(String arn, PutMetricAlarmRequest settings, Instant now) {
        this.arn = arn;
        this.stateChanged = now;
        change(settings, now);
    }

    /** New settings keep the state: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
    void change(PutMetricAlarmRequest newSettings, Instant now) {
        settings = newSettings;
        settingsChanged = now;
        actionsEnabled = !Boolean.FALSE.equals(newSettings.actionsEnabled());
    }

    String arn() {
        return arn;
    }

    Map<String, String> tags() {
        return tags;
    }

    PutMetricAlarmRequest settings() {
        return settings;
    }

    boolean actionsEnabled() {
        return actionsEnabled;
    }

    void enableActions(boolean enabled) {
        actionsEnabled = enabled;
    }

    StateValue state() {
        return state;
    }

    void enter(StateValue newState, String why, Instant now) {
        if (newState != state) {
            stateChanged = now;
        }
        state = newState;
        reason = why;
    }

    /** When actions were last taken, which paces the repetition for scaling policies. */
    Instant acted() {
        return acted;
    }

    void act(Instant now) {
        acted = now;
    }

    /** Whether it is an alarm on this metric; those on expressions are on none. */
    boolean watches(MetricId metric) {
        return !settings.hasMetrics() && metric().equals(metric);
    }

    MetricId metric() {
        return MetricId.of(settings.namespace(), settings.metricName(), settings.dimensions());
    }

    Statistic statistic() {
        return Statistic.named(
                settings.extendedStatistic() != null ? settings.extendedStatistic() : settings.statisticAsString());
    }

    MetricAlarm describe() {
        return MetricAlarm.builder()
                .alarmName(settings.alarmName())
                .alarmArn(arn)
                .alarmDescription(settings.alarmDescription())
                .alarmConfigurationUpdatedTimestamp(settingsChanged)
                .actionsEnabled(actionsEnabled)
                .okActions(settings.okActions())
                .alarmActions(settings.alarmActions())
                .insufficientDataActions(settings.insufficientDataActions())
                .stateValue(state)
                .stateReason(reason)
                .stateUpdatedTimestamp(stateChanged)
                .stateTransitionedTimestamp(stateChanged)
                .metricName(settings.metricName())
                .namespace(settings.namespace())
                .statistic(settings.statisticAsString())
                .extendedStatistic(settings.extendedStatistic())
                .dimensions(settings.dimensions())
                .period(settings.period())
                .unit(settings.unitAsString())
                .evaluationPeriods(settings.evaluationPeriods())
                .datapointsToAlarm(settings.datapointsToAlarm())
                .threshold(settings.threshold())
                .comparisonOperator(settings.comparisonOperatorAsString())
                .treatMissingData(settings.treatMissingData())
                .evaluateLowSampleCountPercentile(settings.evaluateLowSampleCountPercentile())
                .metrics(settings.hasMetrics() ? settings.metrics() : null)
                .build();
    }
}
