package dev.provision.graph;

import java.util.List;
import java.util.Optional;

/**
 * What there is to say about a step's resource without changing anything.
 *
 * @param <L> the live resource
 */
final class Inspection<L> {
    private final StepTurn<L> turn;

    Inspection(StepTurn<L> turn) {
        this.turn = turn;
    }

    Outcome plan(Optional<L> found) {
        if (turn.step().onlyChecks()
                && found.map(turn.step()::changes).orElse(List.of()).isEmpty()) {
            return planned(new Outcome.Planned(Outcome.Action.CHECK, List.of()));
        }
        Outcome.Planned planned = found.map(this::planned).orElseGet(this::creation);
        if (renews(planned)) {
            // What is built upon it is compared with one that is yet to be made, not with the one that goes.
            renew();
        }
        return planned(planned);
    }

    private boolean renews(Outcome.Planned planned) {
        return switch (planned.action()) {
            case REPLACE -> turn.step().replacement() != Replacement.OLD_FIRST;
            case CHANGE -> turn.step().renewedBy(planned.changes());
            case NONE, CREATE, DELETE, CHECK -> false;
        };
    }

    /** Of what was found by something that is to be replaced, nobody deleted anything. */
    private Outcome.Planned creation() {
        boolean follows = turn.run().renewsAny(turn.step().needs());
        if (follows) {
            renew();
        }
        return new Outcome.Planned(
                Outcome.Action.CREATE,
                List.of(),
                List.of(),
                List.of(),
                !follows && turn.run().applied().made(turn.step()));
    }

    private void renew() {
        turn.ref().resolve(Optional.empty());
        turn.run().renews(turn.key());
    }

    Outcome planned(Outcome.Planned planned) {
        turn.tell(new Event.Planned(turn.now(), turn.key(), planned));
        return planned;
    }

    private Outcome.Planned planned(L live) {
        List<Change> changes = turn.step().changes(live);
        if (changes.isEmpty()) {
            return new Outcome.Planned(Outcome.Action.NONE, changes);
        }
        boolean inPlace = Change.replacing(changes).isEmpty();
        Applied applied = turn.run().applied();
        return new Outcome.Planned(
                inPlace ? Outcome.Action.CHANGE : Outcome.Action.REPLACE,
                changes,
                applied.undone(turn.key(), changes, turn.step()::wantedField),
                // What makes another one beside it takes nothing from anybody; it may be what a release left that was
                // given up.
                turn.step().renewedBy(changes)
                        ? List.of()
                        : applied.contested(turn.key(), changes, turn.step()::wantedField),
                false);
    }

    Outcome status(Optional<L> found) {
        return observed(found.map(live -> turn.call(() -> turn.step().probe(live))));
    }

    Outcome observed(Optional<Readiness> readiness) {
        turn.tell(new Event.Observed(turn.now(), turn.key(), readiness));
        return new Outcome.Observed(readiness);
    }
}
