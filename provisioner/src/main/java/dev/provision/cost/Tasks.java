package dev.provision.cost;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * How many tasks run: so many all day, and more for some hours.
 *
 * @param baseline tasks outside the peak
 * @param peak tasks during the peak
 * @param peakHours of each day
 */
public record Tasks(int baseline, int peak, BigDecimal peakHours) {
    private static final BigDecimal DAY = BigDecimal.valueOf(24);

    public Tasks {
        if (baseline < 0 || peak < 0 || peakHours.signum() < 0 || peakHours.compareTo(DAY) > 0) {
            throw new IllegalArgumentException(
                    "not a day's tasks: " + baseline + ", " + peak + " for " + peakHours + " h");
        }
    }

    public static Tasks steady(int count) {
        return new Tasks(count, count, BigDecimal.ZERO);
    }

    /** Over a day. */
    BigDecimal average() {
        return BigDecimal.valueOf(baseline)
                .multiply(DAY.subtract(peakHours))
                .add(BigDecimal.valueOf(peak).multiply(peakHours))
                .divide(DAY, MathContext.DECIMAL128);
    }

    String words() {
        return baseline == peak || peakHours.signum() == 0
                ? baseline + (baseline == 1 ? " task" : " tasks")
                : baseline + " tasks, " + peak + " for " + Money.count(peakHours) + " h a day";
    }
}
