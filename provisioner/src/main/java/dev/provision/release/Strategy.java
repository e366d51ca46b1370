package dev.provision.release;

import java.time.Duration;
import java.util.List;

/**
 * How requests are moved to a new version.
 *
 * @param steps percentages of the requests that the new version gets, rising; the last is 100
 * @param interval how long each step is watched before the next
 * @param bake how long the new version is watched once it has everything
 * @param patience how long, beyond that, a gate may hold before the release is given up
 */
public record Strategy(List<Integer> steps, Duration interval, Duration bake, Duration patience) {
    public Strategy {
        steps = List.copyOf(steps);
        int before = 0;
        for (int step : steps) {
            if (step <= before || step > 100) {
                throw new IllegalArgumentException("steps are rising percentages, not " + steps);
            }
            before = step;
        }
        if (before != 100) {
            throw new IllegalArgumentException("the last step is 100, not " + before);
        }
    }

    /** The index of the first step with at least this share. */
    int at(int percent) {
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index) >= percent) {
                return index;
            }
        }
        return steps.size() - 1;
    }

    boolean last(int index) {
        return index == steps.size() - 1;
    }

    /** Everything at once, with the same bake and patience. */
    public Strategy allAtOnce() {
        return new Strategy(List.of(100), interval, bake, patience);
    }
}
