package dev.provision.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log says about the requests that a compute handled.
 *
 * @param warm in the handler, those that found a running instance or task
 * @param cold in the handler, those that an instance was started for
 * @param init of these instances
 */
public record Handled(Spread warm, Spread cold, Spread init) {
    /** What CloudWatch Logs is to look for: Lambda's report of an invocation, and the service's line of a request. */
    public static final String PATTERN = "?REPORT ?Completed";

    private static final Pattern REPORT =
            Pattern.compile("^REPORT RequestId: \\S+\\s+Duration: (?<millis>[\\d.]+) ms(?<more>.*)", Pattern.DOTALL);
    private static final Pattern INIT = Pattern.compile("Init Duration: (?<millis>[\\d.]+) ms");
    private static final Pattern COMPLETED = Pattern.compile("\\bCompleted [A-Z]+ \\S+ in (?<millis>\\d+)ms");

    /**
     * @param function whether it is one: its reports count, for they are exact and know cold starts; a task has the
     *     service's own lines only, in whole milliseconds
     */
    public static Handled of(List<String> lines, boolean function) {
        List<Double> warm = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> init = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = (function ? REPORT : COMPLETED).matcher(line);
            if (matcher.find()) {
                double millis = Double.parseDouble(matcher.group("millis"));
                Optional<Double> started = function ? init(matcher.group("more")) : Optional.empty();
                started.ifPresent(init::add);
                (started.isPresent() ? cold : warm).add(millis);
            }
        }
        return new Handled(new Spread(warm), new Spread(cold), new Spread(init));
    }

    private static Optional<Double> init(String rest) {
        Matcher matcher = INIT.matcher(rest);
        return matcher.find() ? Optional.of(Double.valueOf(matcher.group("millis"))) : Optional.empty();
    }

    public int count() {
        return warm.count() + cold.count();
    }
}
