package dev.provision.aws.scaling;

/** What a scaling policy does. */
public sealed interface Scaling {
    /**
     * Adds or removes tasks when an alarm goes off.
     *
     * @param tasks how many; negative removes
     * @param cooldownSeconds how long nothing more is done afterwards
     */
    record Step(int tasks, int cooldownSeconds) implements Scaling {}

    /**
     * Keeps the mean of a metric near a value; brings its own alarms.
     *
     * @param percent the value
     */
    record Tracking(Metric metric, int percent) implements Scaling {}
}
