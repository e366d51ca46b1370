package dev.provision.localcloud.cloudwatch;

/**
 * What an alarm asks for when it enters a state, and for scaling policies again every minute while it stays in ALARM.
 *
 * @param actionArn for example a scaling policy's ARN
 * @param alarmName the alarm
 * @param alarmArn its ARN
 * @param state the state it is in: {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param value the metric's latest value; NaN where there is none
 * @param threshold the alarm's threshold
 */
public record AlarmAction(
        String actionArn, String alarmName, String alarmArn, String state, double value, double threshold) {

    /** Takes the actions. Called under the control-plane lock. */
    @FunctionalInterface
    public interface Listener {
        void act(AlarmAction action);
    }
}
