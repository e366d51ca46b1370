package dev.provision.report;

import dev.provision.graph.How;
import dev.provision.graph.Outcome;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How an {@code up} ended.
 *
 * @param prefix name and environment, for example {@code helidon-demo-api-local}
 * @param urls what can be called now
 * @param result of the run
 */
public record Summary(String prefix, List<String> urls, RunResult result) {
    private static final int LONGEST = 5;

    public Summary {
        urls = List.copyOf(urls);
    }

    /** A step and the time that it took. */
    record Timed(StepKey key, Duration took) {}

    /** The steps that took longest. */
    List<Timed> longest() {
        return result.outcomes().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Outcome.Ready)
                .map(Summary::timed)
                .sorted(Comparator.comparing(Timed::took).reversed())
                .limit(LONGEST)
                .toList();
    }

    private static Timed timed(Map.Entry<StepKey, Outcome> entry) {
        return new Timed(entry.getKey(), ((Outcome.Ready) entry.getValue()).took());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                result.changed()
                        ? prefix + " is up: " + Words.counts(result) + " in " + Words.seconds(result.took())
                        : "no changes: all " + result.count(How.UNCHANGED) + " resources of " + prefix
                                + " are as wanted");
        urls.forEach(url -> lines.add("  " + url));
        return lines;
    }
}
