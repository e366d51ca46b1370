package dev.provision.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Alarms that another service makes for itself. Called under the control-plane lock. */
public final class ManagedAlarms {
    private final Alarms alarms;

    ManagedAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    /** @return the alarm's ARN */
    public String put(PutMetricAlarmRequest settings) {
        return alarms.put(settings).arn();
    }

    public void delete(String alarmName) {
        alarms.delete(alarmName);
    }

    /** The alarms that have an action. */
    public java.util.List<Named> withAction(String actionArn) {
        return alarms.all().stream()
                .filter(alarm -> alarm.settings().alarmActions().contains(actionArn))
                .map(alarm -> new Named(alarm.settings().alarmName(), alarm.arn(), alarm.state() == StateValue.ALARM))
                .toList();
    }

    /**
     * @param name of the alarm
     * @param arn of the alarm
     * @param ringing whether it is in ALARM
     */
    public record Named(String name, String arn, boolean ringing) {}
}
