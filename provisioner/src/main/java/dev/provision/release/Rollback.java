package dev.provision.release;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.release.ReleaseRecord.Outcome;
import dev.provision.release.SlotMark.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a rollback would do. Pure. */
public sealed interface Rollback {
    /**
     * A release is under way, or was left by a killed command: its requests go back to the versions that served before.
     *
     * @param release its number
     */
    record Revert(int release) implements Rollback {}

    /**
     * An earlier release comes back.
     *
     * @param from the release that serves
     * @param moves the routes that change
     */
    record Return(int from, List<Move> moves) implements Rollback {
        public Return {
            moves = List.copyOf(moves);
        }

        /** Whether every version that is wanted is still in a slot as it was. */
        public boolean warm() {
            return moves.stream().allMatch(move -> move.warm().isPresent());
        }
    }

    /**
     * A route that gets an earlier version back.
     *
     * @param release the release that brought that version
     * @param version what it was
     * @param warm the slot that still holds it, with everything it had
     */
    record Move(
            String container, int release, ReleaseRecord.Route version, SlotState serving, Optional<SlotState> warm) {}

    /**
     * @param history the latest first
     * @param to the release to go back to; empty: what served before
     * @throws ConfigInvalid if there is nothing to go back to
     */
    static Rollback plan(RouteStates states, List<ReleaseRecord> history, OptionalInt to) {
        Optional<Integer> running = states.running().map(RunningShift::release).or(() -> history.stream()
                .findFirst()
                .filter(record -> record.outcome() == Outcome.RUNNING)
                .map(ReleaseRecord::number));
        if (running.isPresent() && to.isEmpty()) {
            return new Revert(running.get());
        }
        int from = states.routes().stream()
                .flatMap(route -> route.serving().stream())
                .flatMap(slot -> slot.mark().stream())
                .mapToInt(SlotMark::release)
                .max()
                .orElseThrow(() -> new ConfigInvalid(List.of("nothing has been released yet"), "run up first"));
        if (to.isPresent() && history.stream().noneMatch(record -> record.number() == to.getAsInt())) {
            throw new ConfigInvalid(
                    List.of("release " + to.getAsInt() + " is not remembered"),
                    "provision releases lists those that are");
        }
        List<Move> moves = new ArrayList<>();
        for (RouteState route : states.routes()) {
            route.serving()
                    .flatMap(serving -> move(route, serving, history, from, to))
                    .ifPresent(moves::add);
        }
        if (moves.isEmpty()) {
            throw new ConfigInvalid(
                    List.of(
                            to.isPresent()
                                    ? "release " + to.getAsInt() + " is what serves"
                                    : "there is no earlier release to go back to"),
                    "provision releases lists those that there are");
        }
        return new Return(from, moves);
    }

    private static Optional<Move> move(
            RouteState route, SlotState serving, List<ReleaseRecord> history, int from, OptionalInt to) {
        SlotMark mark = serving.mark().orElseThrow();
        if (to.isEmpty() && mark.release() != from) {
            return Optional.empty();
        }
        return history.stream()
                .filter(record -> to.isPresent()
                        ? record.number() == to.getAsInt()
                                || (record.number() < to.getAsInt() && record.outcome() == Outcome.PROMOTED)
                        : record.number() < mark.release() && record.outcome() == Outcome.PROMOTED)
                .filter(record -> record.route(route.container())
                        .filter(version -> to.isPresent() || !version.runs().equals(mark.runs()))
                        .filter(version -> !version.runs().isEmpty())
                        .isPresent())
                .findFirst()
                .map(record -> {
                    ReleaseRecord.Route version =
                            record.route(route.container()).orElseThrow();
                    return new Move(route.container(), record.number(), version, serving, warm(route, version));
                })
                .filter(move -> !move.version().runs().equals(mark.runs()));
    }

    private static Optional<SlotState> warm(RouteState route, ReleaseRecord.Route version) {
        return route.idle().stream()
                .filter(slot -> slot.is(Part.PREVIOUS) || slot.is(Part.SERVING))
                .filter(SlotState::attached)
                .filter(slot -> slot.kind() == version.compute()
                        && slot.mark().map(SlotMark::runs).equals(Optional.of(version.runs())))
                .findFirst();
    }
}
