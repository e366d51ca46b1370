package dev.provision.localcloud.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.applicationautoscaling.model.AdjustmentType;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;

class StepScalingTest {
    private static StepAdjustment step(Double lower, Double upper, int adjustment) {
        return StepAdjustment.builder()
                .metricIntervalLowerBound(lower)
                .metricIntervalUpperBound(upper)
                .scalingAdjustment(adjustment)
                .build();
    }

    private static StepScalingPolicyConfiguration steps(AdjustmentType type, StepAdjustment... steps) {
        return StepScalingPolicyConfiguration.builder()
                .adjustmentType(type)
                .stepAdjustments(steps)
                .build();
    }

    @Property
    void cpu_above_the_threshold_adds_one_task(
            @ForAll @IntRange(min = 1, max = 9) int present, @ForAll @DoubleRange(min = 0, max = 40) double breach) {
        assertThat(StepScaling.wanted(steps(AdjustmentType.CHANGE_IN_CAPACITY, step(0.0, null, 1)), present, breach))
                .hasValue(present + 1);
    }

    @Property
    void cpu_below_the_threshold_removes_one_task(
            @ForAll @IntRange(min = 1, max = 9) int present, @ForAll @DoubleRange(min = -60, max = 0) double breach) {
        assertThat(StepScaling.wanted(steps(AdjustmentType.CHANGE_IN_CAPACITY, step(null, 0.0, -1)), present, breach))
                .hasValue(present - 1);
    }

    @Test
    void a_breach_that_no_step_covers_changes_nothing() {
        assertThat(StepScaling.wanted(steps(AdjustmentType.CHANGE_IN_CAPACITY, step(10.0, 20.0, 1)), 3, 5))
                .isEqualTo(OptionalInt.empty());
    }

    @Test
    void percentages_move_by_at_least_one() {
        assertThat(StepScaling.wanted(steps(AdjustmentType.PERCENT_CHANGE_IN_CAPACITY, step(0.0, null, 10)), 3, 5))
                .hasValue(4);
        assertThat(StepScaling.wanted(steps(AdjustmentType.PERCENT_CHANGE_IN_CAPACITY, step(0.0, null, 50)), 5, 5))
                .hasValue(7);
    }
}
