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
        return planned(found.map(this::planned)
                .orElseGet(() -> new Outcome.Planned(
                        Outcome.Action.CREATE,
                        List.of(),
                        List.of(),
                        turn.run().applied().made(turn.key()))));
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
        return new Outcome.Planned(
                inPlace ? Outcome.Action.CHANGE : Outcome.Action.REPLACE,
                changes,
                turn.run().applied().undone(turn.key(), changes),
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
