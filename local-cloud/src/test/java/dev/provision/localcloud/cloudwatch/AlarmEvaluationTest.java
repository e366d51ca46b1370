package dev.provision.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.cloudwatch.AlarmEvaluation.Rule;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class AlarmEvaluationTest {
    private static Rule over60(int periods, int toAlarm, String missing) {
        return new Rule(ComparisonOperator.GREATER_THAN_THRESHOLD, 60, periods, toAlarm, missing);
    }

    @Test
    void one_minute_over_the_threshold_is_enough_for_scaling_out() {
        assertThat(AlarmEvaluation.next(StateValue.OK, over60(1, 1, "missing"), List.of(60.1)))
                .isEqualTo(StateValue.ALARM);
        assertThat(AlarmEvaluation.next(StateValue.ALARM, over60(1, 1, "missing"), List.of(60.0)))
                .isEqualTo(StateValue.OK);
    }

    @Test
    void five_minutes_under_the_threshold_are_needed_for_scaling_in() {
        Rule under60 = new Rule(ComparisonOperator.LESS_THAN_THRESHOLD, 60, 5, 5, "missing");
        assertThat(AlarmEvaluation.next(StateValue.OK, under60, List.of(1.0, 1.0, 1.0, 1.0)))
                .isEqualTo(StateValue.OK);
        assertThat(AlarmEvaluation.next(StateValue.OK, under60, List.of(1.0, 1.0, 1.0, 1.0, 59.9)))
                .isEqualTo(StateValue.ALARM);
    }

    @Test
    void missing_data_are_treated_as_the_alarm_says() {
        List<Double> none = List.of();
        assertThat(AlarmEvaluation.next(StateValue.OK, over60(2, 2, "missing"), none))
                .isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(AlarmEvaluation.next(StateValue.OK, over60(2, 2, "breaching"), none))
                .isEqualTo(StateValue.ALARM);
        assertThat(AlarmEvaluation.next(StateValue.ALARM, over60(2, 2, "notBreaching"), none))
                .isEqualTo(StateValue.OK);
        assertThat(AlarmEvaluation.next(StateValue.ALARM, over60(2, 2, "ignore"), none))
                .isEqualTo(StateValue.ALARM);
    }

    @Property
    void the_alarm_rings_exactly_when_enough_points_breach(
            @ForAll @IntRange(min = 1, max = 6) int toAlarm,
            @ForAll @Size(6) List<@DoubleRange(min = 0, max = 120) Double> values) {
        long breaching = values.stream().filter(value -> value > 60).count();
        assertThat(AlarmEvaluation.next(StateValue.OK, over60(6, toAlarm, "missing"), values))
                .isEqualTo(breaching >= toAlarm ? StateValue.ALARM : StateValue.OK);
    }

    @Property
    void percentiles_are_within_one_percent(
            @ForAll @Size(min = 1, max = 200) List<@DoubleRange(min = 0.01, max = 1e4) Double> values) {
        Distribution distribution = new Distribution();
        values.forEach(value -> distribution.add(value, 1));
        List<Double> sorted = values.stream().sorted().toList();
        double exact = sorted.get(Math.max(0, (int) Math.ceil(0.95 * sorted.size()) - 1));
        assertThat(distribution.percentile(95)).isBetween(exact * 0.99, exact * 1.011);
        assertThat(distribution.maximum()).isEqualTo(Collections.max(values));
    }
}
