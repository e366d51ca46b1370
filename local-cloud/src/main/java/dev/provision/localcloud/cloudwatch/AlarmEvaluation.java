package dev.provision.localcloud.cloudwatch;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Decides an alarm's state from its latest data points; pure.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html">AWS: evaluating an
 *     alarm, and how missing data are treated</a>
 */
final class AlarmEvaluation {
    private AlarmEvaluation() {}

    /**
     * @param operator compares a value with the threshold
     * @param threshold of the alarm
     * @param periods how many data points are looked at
     * @param toAlarm how many of them must breach
     * @param missing {@code missing}, {@code breaching}, {@code notBreaching} or {@code ignore}
     */
    record Rule(ComparisonOperator operator, double threshold, int periods, int toAlarm, String missing) {
        boolean breached(double value) {
            return switch (operator) {
                case GREATER_THAN_THRESHOLD -> value > threshold;
                case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= threshold;
                case LESS_THAN_THRESHOLD -> value < threshold;
                case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= threshold;
                default -> false; // Anomaly detection needs a model, which PutMetricAlarm refuses here.
            };
        }
    }

    /**
     * @param present the state it is in
     * @param values the data points there are among the periods looked at, oldest first; at most {@code rule.periods()}
     */
    static StateValue next(StateValue present, Rule rule, List<Double> values) {
        long breaching = values.stream().filter(rule::breached).count();
        int absent = rule.periods() - values.size();
        if (breaching >= rule.toAlarm()) {
            return StateValue.ALARM;
        }
        return switch (rule.missing()) {
            case "breaching" -> breaching + absent >= rule.toAlarm() ? StateValue.ALARM : StateValue.OK;
            case "notBreaching" -> StateValue.OK;
            case "ignore" -> values.isEmpty() ? present : StateValue.OK;
            default -> values.isEmpty() ? StateValue.INSUFFICIENT_DATA : StateValue.OK;
        };
    }
}
