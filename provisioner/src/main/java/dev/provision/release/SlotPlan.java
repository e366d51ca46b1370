package dev.provision.release;

import dev.provision.aws.elb.Slot;
import java.util.Optional;

/**
 * What is to be done about one slot of a route.
 *
 * @param runs what it runs, where that is known: the version of the function or the ARN of the task definition
 */
public record SlotPlan(Slot slot, ComputeKind kind, Use use, Optional<String> runs) {
    /** What a slot is used for. */
    public sealed interface Use {
        /** It serves, and is as configured: differences are mended in place. */
        record Serving() implements Use {}

        /** It serves what it serves; what is configured is not known, or not wanted. Only its scaling is as configured. */
        record Held() implements Use {}

        /** There is no release yet: it is made, and serves as soon as it is healthy. */
        record First() implements Use {}

        /**
         * It gets the new version.
         *
         * @param tasks on Fargate, as many as the serving slot has, so that requests never meet a small fleet
         * @param again whether it gets what it runs, from an earlier release, instead of what is configured
         */
        record Candidate(int tasks, boolean again) implements Use {}

        /** It serves and is left alone, for the other one is the candidate. */
        record Untouched() implements Use {}

        /** It served before and stays as it was, for a rollback within the instant. */
        record Warm() implements Use {}

        /** It is of no use for now: no task, no instance kept warm. */
        record Parked() implements Use {}

        /** It is removed, with its compute. */
        record Removed() implements Use {}
    }

    /** Whether the route's rule is to name it. */
    public boolean attached() {
        return !(use instanceof Use.Removed);
    }

    /** Percent of the requests while the rule is new. */
    public int share() {
        return switch (use) {
            case Use.First _, Use.Serving _, Use.Held _, Use.Untouched _ -> 100;
            case Use.Candidate _, Use.Warm _, Use.Parked _, Use.Removed _ -> 0;
        };
    }
}
