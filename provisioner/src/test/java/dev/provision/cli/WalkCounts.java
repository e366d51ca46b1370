package dev.provision.cli;

import java.util.SortedMap;
import java.util.TreeMap;

/** What happened in walks. */
final class WalkCounts {
    private int ups;
    private int rollbacks;
    private int broken;
    private int requests;
    private int failures;
    private final SortedMap<String, Integer> drifts = new TreeMap<>();

    void up() {
        ups++;
    }

    void rollback() {
        rollbacks++;
    }

    void broken() {
        broken++;
    }

    void drift(String what) {
        drifts.merge(what, 1, Integer::sum);
    }

    void requests(int more) {
        requests += more;
    }

    void failure() {
        failures++;
    }

    int failures() {
        return failures;
    }

    void add(WalkCounts other) {
        ups += other.ups;
        rollbacks += other.rollbacks;
        broken += other.broken;
        requests += other.requests;
        failures += other.failures;
        other.drifts.forEach((what, times) -> drifts.merge(what, times, Integer::sum));
    }

    @Override
    public String toString() {
        return "%d ups, %d rollbacks, %d broken images, %d requests, %d failures, by others: %s"
                .formatted(ups, rollbacks, broken, requests, failures, drifts);
    }
}
