package dev.provision.release;

import dev.provision.release.Effect.CloseProbe;
import dev.provision.release.Effect.OpenProbe;
import dev.provision.release.Effect.Promote;
import dev.provision.release.Effect.Reject;
import dev.provision.release.Effect.SetWeight;
import dev.provision.release.ShiftState.AwaitingHealth;
import dev.provision.release.ShiftState.Baking;
import dev.provision.release.ShiftState.Preparing;
import dev.provision.release.ShiftState.Promoted;
import dev.provision.release.ShiftState.RolledBack;
import dev.provision.release.ShiftState.RollingBack;
import dev.provision.release.ShiftState.Shifting;
import dev.provision.release.ShiftState.Smoking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides how a release goes on. Pure: a state, what is seen and the time in; the next state and what is to be done out.
 *
 * <p>The share of the new version never rises before health and smoke test have passed in this run, and rises only while
 * everything passes. Whatever aborts ends with the share at nothing. A run that begins in the middle of a shift that another
 * one left keeps the share it finds until both have passed again.
 */
public record Shifter(Strategy strategy) {

    /** @param effects in the order in which they are to be done */
    public record Next(ShiftState state, List<Effect> effects) {
        public Next {
            effects = List.copyOf(effects);
        }
    }

    public Next next(ShiftState state, Observation seen, Instant now) {
        return switch (state) {
            case Preparing() -> new Next(new AwaitingHealth(now), List.of());
            case AwaitingHealth(Instant since) ->
                switch (seen.health()) {
                    case Verdict.Pass() -> new Next(new Smoking(now), List.of(new OpenProbe()));
                    case Verdict.Hold(String reason) -> waiting(state, since, Duration.ZERO, reason, now);
                    case Verdict.Abort abort -> abort(abort);
                };
            case Smoking(Instant since) ->
                switch (Verdict.all(seen.health(), seen.smoke())) {
                    case Verdict.Pass() -> begin(strategy.at(seen.highest()), now);
                    case Verdict.Hold(String reason) -> waiting(state, since, Duration.ZERO, reason, now);
                    case Verdict.Abort abort -> abort(abort);
                };
            case Shifting(int step, Instant since) -> shifting(state, step, since, seen, now);
            case Baking(Instant since) -> baking(state, since, seen, now);
            case RollingBack(String reason, String evidence) ->
                seen.highest() == 0
                        ? new Next(new RolledBack(reason, evidence), List.of(new Reject(reason)))
                        : new Next(state, List.of(new SetWeight(0)));
            case Promoted(), RolledBack(String _, String _) -> new Next(state, List.of());
        };
    }

    private Next begin(int step, Instant now) {
        return new Next(at(step, now), List.of(new CloseProbe(), new SetWeight(percent(step))));
    }

    private ShiftState at(int step, Instant now) {
        return strategy.last(step) ? new Baking(now) : new Shifting(step, now);
    }

    private int percent(int step) {
        return strategy.steps().get(step);
    }

    private Next shifting(ShiftState state, int step, Instant since, Observation seen, Instant now) {
        return switch (Verdict.all(seen.health(), seen.traffic())) {
            case Verdict.Pass() ->
                watched(since, strategy.interval(), now)
                        ? new Next(at(step + 1, now), List.of(new SetWeight(percent(step + 1))))
                        : new Next(state, drifted(seen, percent(step)));
            case Verdict.Hold(String reason) -> waiting(state, since, strategy.interval(), reason, now);
            case Verdict.Abort abort -> abort(abort);
        };
    }

    private Next baking(ShiftState state, Instant since, Observation seen, Instant now) {
        return switch (Verdict.all(seen.health(), seen.traffic())) {
            case Verdict.Pass() ->
                watched(since, strategy.bake(), now) && seen.lowest() == 100
                        ? new Next(new Promoted(), List.of(new Promote()))
                        : new Next(state, drifted(seen, 100));
            case Verdict.Hold(String reason) -> waiting(state, since, strategy.bake(), reason, now);
            case Verdict.Abort abort -> abort(abort);
        };
    }

    /** Somebody else changed the weights, or only some of the routes got them: they are set again. */
    private static List<Effect> drifted(Observation seen, int percent) {
        return seen.lowest() == percent && seen.highest() == percent ? List.of() : List.of(new SetWeight(percent));
    }

    private static boolean watched(Instant since, Duration atLeast, Instant now) {
        return !now.isBefore(since.plus(atLeast));
    }

    private Next waiting(ShiftState state, Instant since, Duration atLeast, String reason, Instant now) {
        Duration most = atLeast.plus(strategy.patience());
        return watched(since, most, now)
                ? abort(new Verdict.Abort(
                        state.words() + " took longer than " + most.toSeconds() + " s: " + reason, ""))
                : new Next(state, List.of());
    }

    private static Next abort(Verdict.Abort abort) {
        return new Next(new RollingBack(abort.reason(), abort.evidence()), List.of(new SetWeight(0), new CloseProbe()));
    }
}
