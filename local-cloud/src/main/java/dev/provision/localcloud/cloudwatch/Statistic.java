package dev.provision.localcloud.cloudwatch;

import dev.provision.localcloud.wire.AwsError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statistic of a period, by the names that the API gives them. */
@FunctionalInterface
interface Statistic {
    Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,10})?|100)");

    double of(Distribution values);

    /**
     * @param name {@code Average}, {@code Sum}, {@code Minimum}, {@code Maximum}, {@code SampleCount} or {@code p95}
     * @throws AwsError for others, trimmed means among them, which the local cloud does not compute
     */
    static Statistic named(String name) {
        Matcher percentile = PERCENTILE.matcher(name);
        if (percentile.matches()) {
            double percent = Double.parseDouble(percentile.group(1));
            return values -> values.percentile(percent);
        }
        return switch (name) {
            case "Average" -> Distribution::average;
            case "Sum" -> Distribution::sum;
            case "Minimum" -> Distribution::minimum;
            case "Maximum" -> Distribution::maximum;
            case "SampleCount" -> Distribution::count;
            default ->
                throw AwsError.badRequest(
                        "ValidationError", "The value " + name + " for parameter Stat is not supported.");
        };
    }
}
