package dev.provision.release;

import java.time.Instant;

/** How far a release is. Nothing of it is stored: weights and tags in AWS are enough to begin again. */
public sealed interface ShiftState {
    /** The new version is being put into the idle slot. */
    record Preparing() implements ShiftState {}

    /** It is attached with no requests, and the load balancer has yet to call it healthy. */
    record AwaitingHealth(Instant since) implements ShiftState {}

    /** It is asked through the load balancer, by requests that no client sends. */
    record Smoking(Instant since) implements ShiftState {}

    /** @param step index into the strategy's steps, of the share that it gets */
    record Shifting(int step, Instant since) implements ShiftState {}

    /** It gets everything, and is still watched. */
    record Baking(Instant since) implements ShiftState {}

    /** It is the version that serves. */
    record Promoted() implements ShiftState {}

    /** Everything is going back to the old version. */
    record RollingBack(String reason, String evidence) implements ShiftState {}

    /** The old version has everything. */
    record RolledBack(String reason, String evidence) implements ShiftState {}

    /** Whether there is nothing more to do. */
    default boolean ended() {
        return this instanceof Promoted || this instanceof RolledBack;
    }

    /** Whether requests of clients may be on their way to the new version, so that its failures are theirs. */
    default boolean exposed() {
        return this instanceof Shifting || this instanceof Baking;
    }

    /** A few words for people. */
    default String words() {
        return switch (this) {
            case Preparing _ -> "preparing";
            case AwaitingHealth _ -> "awaiting health";
            case Smoking _ -> "smoke test";
            case Shifting _ -> "shifting";
            case Baking _ -> "baking";
            case Promoted _ -> "promoted";
            case RollingBack _ -> "rolling back";
            case RolledBack _ -> "rolled back";
        };
    }
}
