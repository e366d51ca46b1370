package dev.provision.probe;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of requests to one address.
 *
 * @param good how long those took that were answered with the status that was expected
 * @param failures how many were not, by reason
 */
public record Answers(Spread good, SortedMap<String, Integer> failures) {
    public Answers {
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }

    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
