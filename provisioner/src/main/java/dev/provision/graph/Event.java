package dev.provision.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened in a run; everything that a person or a machine gets to see of it. Carries no secret. */
public sealed interface Event {
    Instant at();

    /** An event of one step. */
    sealed interface OfStep extends Event {
        StepKey key();
    }

    /** @param steps the steps of the graph in the order of their definition */
    record RunStarted(Instant at, Operation operation, List<StepKey> steps) implements Event {
        public RunStarted {
            steps = List.copyOf(steps);
        }
    }

    /** @param typicalSeconds how long the step typically takes where it has to create something */
    record StepStarted(Instant at, StepKey key, int typicalSeconds) implements OfStep {}

    /** The resource exists. */
    record Found(Instant at, StepKey key) implements OfStep {}

    record Creating(Instant at, StepKey key) implements OfStep {}

    /** The resource exists now; it may still be on its way to readiness. */
    record Created(Instant at, StepKey key) implements OfStep {}

    /** @param changes what is being changed; never empty */
    record Converging(Instant at, StepKey key, List<Change> changes) implements OfStep {
        public Converging {
            changes = List.copyOf(changes);
        }
    }

    /** @param reason what the step waits for */
    record Polled(Instant at, StepKey key, String reason) implements OfStep {}

    /**
     * The resource is as wanted and can be built upon.
     *
     * @param took from the start of the step, waits included
     */
    record Ready(Instant at, StepKey key, How how, Duration took) implements OfStep {}

    /** @param planned what an {@code up} would do */
    record Planned(Instant at, StepKey key, Outcome.Planned planned) implements OfStep {}

    /** @param readiness as the provider reports it; empty where the resource does not exist */
    record Observed(Instant at, StepKey key, Optional<Readiness> readiness) implements OfStep {}

    record Deleting(Instant at, StepKey key) implements OfStep {}

    /** @param took from the start of the step, waits included */
    record Deleted(Instant at, StepKey key, Duration took) implements OfStep {}

    /** There was nothing to delete. */
    record Absent(Instant at, StepKey key) implements OfStep {}

    record Failed(Instant at, StepKey key, ProvisionException failure, Duration took) implements OfStep {}

    /** @param because the step whose failure kept this one from running; empty where the run was stopped */
    record Skipped(Instant at, StepKey key, Optional<StepKey> because) implements OfStep {}

    /** The run was asked to stop: nothing new starts, what runs comes to an end. */
    record Stopping(Instant at) implements Event {}

    /** Something worth a line that belongs to no step, for example that the local cloud is being started. */
    record Note(Instant at, String text) implements Event {}

    record RunFinished(Instant at, RunResult result) implements Event {}
}
