package dev.provision.cli;

/** What happened in walks. */
final class WalkCounts {
    private int ups;
    private int rollbacks;
    private int broken;
    private int requests;
    private int failures;

    void up() {
        ups++;
    }

    void rollback() {
        rollbacks++;
    }

    void broken() {
        broken++;
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
    }

    @Override
    public String toString() {
        return "%d ups, %d rollbacks, %d broken images, %d requests, %d failures"
                .formatted(ups, rollbacks, broken, requests, failures);
    }
}
