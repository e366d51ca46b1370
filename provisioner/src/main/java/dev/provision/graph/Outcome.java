package dev.provision.graph;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a step ended. */
public sealed interface Outcome {
    /**
     * The resource is ready.
     *
     * @param took from the start of the step, waits included
     */
    record Ready(How how, Duration took) implements Outcome {}

    /**
     * What an {@code up} would do.
     *
     * @param changes the differences; of a deletion, a creation and where nothing is to do, there are none
     * @param undoing those of {@code changes} that undo what somebody else changed since the last {@code up}
     * @param contested those that somebody else changed since then, and the configuration as well
     * @param lost whether the last {@code up} had made the resource, and somebody else deleted it
     */
    record Planned(Action action, List<Change> changes, List<Change> undoing, List<Change> contested, boolean lost)
            implements Outcome {
        public Planned {
            changes = List.copyOf(changes);
            undoing = List.copyOf(undoing);
            contested = List.copyOf(contested);
        }

        public Planned(Action action, List<Change> changes) {
            this(action, changes, List.of(), List.of(), false);
        }

        /** Whether somebody else changed or deleted the resource since the last {@code up}. */
        public boolean drifted() {
            return lost || !undoing.isEmpty() || !contested.isEmpty();
        }
    }

    /** @param readiness as the provider reports it; empty where the resource does not exist */
    record Observed(Optional<Readiness> readiness) implements Outcome {}

    /** @param took from the start of the step, waits included */
    record Deleted(Duration took) implements Outcome {}

    /** There was nothing to delete. */
    record Absent() implements Outcome {}

    record Failed(ProvisionException failure) implements Outcome {}

    /** @param because the step whose failure kept this one from running; empty where the run was stopped */
    record Skipped(Optional<StepKey> because) implements Outcome {}

    /** What an {@code up} would do with a resource. */
    enum Action {
        NONE,
        CREATE,
        CHANGE,
        REPLACE,
        DELETE,
        /** There is nothing to make, only to wait for. */
        CHECK;

        /** The lower-case word for people and machines. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
