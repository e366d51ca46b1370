package dev.provision.localcloud.autoscaling;

import java.util.OptionalInt;
import software.amazon.awssdk.services.applicationautoscaling.model.StepAdjustment;
import software.amazon.awssdk.services.applicationautoscaling.model.StepScalingPolicyConfiguration;

/**
 * The arithmetic of step scaling; pure.
 *
 * @see <a href="https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html">AWS: step
 *     scaling policies</a>
 */
final class StepScaling {
    private StepScaling() {}

    /**
     * @param present capacity
     * @param breach by how much the metric is above the alarm's threshold (negative: below)
     * @return the wanted capacity before the target's bounds apply; empty if no step covers the breach
     */
    static OptionalInt wanted(StepScalingPolicyConfiguration steps, int present, double breach) {
        return steps.stepAdjustments().stream()
                .filter(step -> covers(step, breach))
                .mapToInt(step -> adjusted(steps, present, step.scalingAdjustment()))
                .findFirst();
    }

    /** Bounds are relative to the threshold; the one nearer to it is inclusive, on either side of it. */
    private static boolean covers(StepAdjustment step, double breach) {
        double lower =
                step.metricIntervalLowerBound() == null ? Double.NEGATIVE_INFINITY : step.metricIntervalLowerBound();
        double upper =
                step.metricIntervalUpperBound() == null ? Double.POSITIVE_INFINITY : step.metricIntervalUpperBound();
        boolean above = breach >= 0 && upper > 0;
        return above ? (breach >= lower && breach < upper) : (breach > lower && breach <= upper);
    }

    private static int adjusted(StepScalingPolicyConfiguration steps, int present, int adjustment) {
        return switch (steps.adjustmentType()) {
            case EXACT_CAPACITY -> adjustment;
            case PERCENT_CHANGE_IN_CAPACITY -> present + percent(steps, present, adjustment);
            default -> present + adjustment;
        };
    }

    private static int percent(StepScalingPolicyConfiguration steps, int present, int adjustment) {
        double exact = present * adjustment / 100.0;
        // Rounded away from zero below one, towards zero above, as AWS documents it.
        int change = Math.abs(exact) < 1 ? (int) Math.signum(exact) : (int) exact;
        int least = steps.minAdjustmentMagnitude() == null ? 0 : steps.minAdjustmentMagnitude();
        return Math.abs(change) < least ? (int) Math.signum(exact) * least : change;
    }
}
