package dev.provision.aws.cloudwatch;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;

/** Whether alarms are on. */
public final class AlarmStates {
    private final Api<CloudWatchClient> cloudWatch;

    public AlarmStates(AwsConnection connection) {
        this.cloudWatch = connection.api("cloudwatch", CloudWatchClient::builder);
    }

    /**
     * What an alarm says.
     *
     * @param on whether it is in the state ALARM
     * @param known whether it has enough data to say so
     * @param reason in CloudWatch's words
     */
    public record State(boolean on, boolean known, String reason) {}

    /** The states by the alarms' names; those that do not exist are left out. */
    public Map<String, State> of(List<String> names) {
        Map<String, State> states = new TreeMap<>();
        if (names.isEmpty()) {
            return states;
        }
        cloudWatch
                .call(c -> c
                        .describeAlarmsPaginator(
                                r -> r.alarmNames(names).alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
                        .stream()
                        .toList())
                .forEach(page -> {
                    page.metricAlarms()
                            .forEach(alarm -> states.put(
                                    alarm.alarmName(), state(alarm.stateValueAsString(), alarm.stateReason())));
                    page.compositeAlarms()
                            .forEach(alarm -> states.put(
                                    alarm.alarmName(), state(alarm.stateValueAsString(), alarm.stateReason())));
                });
        return states;
    }

    private static State state(String value, String reason) {
        return new State("ALARM".equals(value), !"INSUFFICIENT_DATA".equals(value), String.valueOf(reason));
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of("cloudwatch:DescribeAlarms");
    }
}
