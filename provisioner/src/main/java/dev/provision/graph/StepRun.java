package dev.provision.graph;

import dev.provision.graph.ProvisionException.StepFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One step's way through a run, on a thread of its own.
 *
 * @param <L> the live resource
 */
final class StepRun<L> {
    private final StepTurn<L> turn;
    private final Removal<L> removal;
    private final Inspection<L> inspection;
    private final boolean builtUpon;
    private final boolean settled;

    /**
     * @param builtUpon whether other steps need this one
     * @param settled whether everything that this one needs was found as it is wanted
     */
    StepRun(StepTurn<L> turn, boolean builtUpon, boolean settled) {
        this.turn = turn;
        this.removal = new Removal<>(turn);
        this.inspection = new Inspection<>(turn);
        this.builtUpon = builtUpon;
        this.settled = settled;
    }

    StepTurn<L> turn() {
        return turn;
    }

    Outcome perform(Work work) {
        try {
            return switch (work) {
                case UP, PLAN, STATUS, LOCATE -> fromFind(work);
                case CONFIRM -> confirm();
                case DELETE -> removal.delete();
                case REMOVE -> removal.surplus();
                case CLEAN -> removal.clean(Removal.RETIRED_PATIENCE);
                case CLEAN_ONCE -> removal.clean(Duration.ZERO);
            };
        } catch (ProvisionException failure) {
            return failed(failure.of(turn.key()));
        } catch (Throwable bug) {
            // Whatever a step throws, its thread must end with an outcome, or the run would wait for it for ever.
            return failed(StepFailed.internal(turn.key(), bug));
        }
    }

    private Outcome fromFind(Work work) {
        Optional<Optional<L>> begun = turn.unlessHalted(() -> begin(work));
        if (begun.isEmpty()) {
            return turn.skipped();
        }
        Optional<L> found = begun.get();
        turn.ref().resolve(found);
        if (work == Work.PLAN) {
            turn.run().plans(turn.key());
        }
        if (turn.disposition() == Disposition.KEPT && work != Work.LOCATE) {
            return found.isPresent() ? keep(work) : turn.absent();
        }
        return switch (work) {
            case UP -> found.map(this::converge).orElseGet(this::create);
            case PLAN -> inspection.plan(found);
            case STATUS -> inspection.status(found);
            case CONFIRM, LOCATE, DELETE, REMOVE, CLEAN, CLEAN_ONCE ->
                new Outcome.Observed(found.map(live -> Readiness.ready()));
        };
    }

    /** By what the plan has found: ready if it is as it is wanted, needs no waiting, and has replaced nothing that is still there. */
    private Outcome confirm() {
        turn.started();
        Optional<L> live = turn.ref().live();
        if (turn.disposition() == Disposition.KEPT) {
            return live.isPresent() ? keep(Work.CONFIRM) : turn.absent();
        }
        boolean checks = turn.step().onlyChecks();
        return live.or(() -> checks ? Optional.of(turn.call(turn.step()::create)) : Optional.empty())
                .filter(found -> turn.step().changes(found).isEmpty())
                .filter(_ -> turn.step().replacement() != Replacement.NEW_FIRST
                        || turn.call(turn.step()::retired).isEmpty())
                .filter(found -> turn.call(() -> turn.step().probe(found)) instanceof Readiness.Ready)
                .map(_ -> ready(checks ? How.CHECKED : How.UNCHANGED))
                .orElseGet(turn::skipped);
    }

    private Optional<L> begin(Work work) {
        if (work != Work.LOCATE) {
            turn.started();
        }
        // What was looked up for the plan and depends on nothing that has changed since need not be looked up again.
        return work == Work.UP && settled && turn.run().planned(turn.key())
                ? turn.ref().live()
                : turn.step().find();
    }

    private Outcome keep(Work work) {
        return switch (work) {
            case PLAN -> inspection.planned(new Outcome.Planned(Outcome.Action.NONE, List.of()));
            case STATUS -> inspection.observed(Optional.of(Readiness.ready()));
            case UP, CONFIRM, LOCATE, DELETE, REMOVE, CLEAN, CLEAN_ONCE -> ready(How.UNCHANGED);
        };
    }

    private Outcome create() {
        if (turn.step().onlyChecks()) {
            return turn.unlessHalted(turn.step()::create)
                    .map(live -> settle(live, How.CHECKED))
                    .orElseGet(turn::skipped);
        }
        Optional<L> created = turn.unlessHalted(() -> {
            turn.tell(new Event.Creating(turn.now(), turn.key()));
            return turn.step().create();
        });
        created.ifPresent(_ -> turn.tell(new Event.Created(turn.now(), turn.key())));
        return created.map(live -> settle(live, How.CREATED)).orElseGet(turn::skipped);
    }

    private Outcome converge(L live) {
        turn.tell(new Event.Found(turn.now(), turn.key()));
        List<Change> changes = turn.step().changes(live);
        if (changes.isEmpty()) {
            return settle(live, turn.step().onlyChecks() ? How.CHECKED : How.UNCHANGED);
        }
        List<Change> replacing = Change.replacing(changes);
        if (!replacing.isEmpty()) {
            return replace(live, replacing);
        }
        return turn.unlessHalted(() -> {
                    turn.tell(new Event.Converging(turn.now(), turn.key(), changes));
                    return turn.step().converge(live, changes);
                })
                .map(converged -> settle(converged, How.CHANGED))
                .orElseGet(turn::skipped);
    }

    private Outcome replace(L live, List<Change> changes) {
        if (turn.step().replacement() == Replacement.OLD_FIRST && builtUpon) {
            throw new StepFailed(
                    Optional.of(turn.key()),
                    refusal(changes),
                    "",
                    "undo the change, or run teardown and then up",
                    null);
        }
        if (turn.run().halted()) {
            return turn.skipped();
        }
        turn.tell(new Event.Converging(turn.now(), turn.key(), changes));
        if (turn.step().replacement() == Replacement.NEW_FIRST) {
            turn.call(() -> {
                turn.step().retire(live);
                return live;
            });
        } else if (!(removal.deleteUntilGone(live) instanceof Readiness.Ready)) {
            return turn.skipped();
        }
        return settle(turn.call(turn.step()::create), How.REPLACED);
    }

    private static String refusal(List<Change> changes) {
        return "cannot change "
                + changes.stream()
                        .map(change ->
                                change.field() + " from '" + change.oldValue() + "' to '" + change.newValue() + "'")
                        .collect(Collectors.joining(", "))
                + " without replacing it, and other resources are built upon it";
    }

    private Outcome settle(L live, How how) {
        turn.ref().resolve(Optional.of(live));
        Readiness readiness = turn.await(
                turn.step().patience(), () -> turn.call(() -> turn.step().probe(live)));
        return switch (readiness) {
            case Readiness.Ready _ -> ready(how);
            case Readiness.Pending _ -> turn.skipped();
            case Readiness.Failed(String reason, String evidence) ->
                throw new StepFailed(
                        Optional.of(turn.key()),
                        reason,
                        evidence,
                        "mend what it says, then run up again: it goes on from here",
                        null);
        };
    }

    private Outcome ready(How how) {
        Duration took = turn.took();
        turn.tell(new Event.Ready(turn.now(), turn.key(), how, took));
        return new Outcome.Ready(how, took);
    }

    private Outcome failed(ProvisionException failure) {
        turn.run().failed(turn.key());
        turn.tell(new Event.Failed(turn.now(), turn.key(), failure, turn.took()));
        return new Outcome.Failed(failure);
    }

    /** What is done with a step. */
    enum Work {
        UP,
        PLAN,
        STATUS,
        /** Looks whether there is nothing to do and nothing to wait for. */
        CONFIRM,
        LOCATE,
        DELETE,
        /** Deletes what is no longer wanted. */
        REMOVE,
        /** Deletes what was retired. */
        CLEAN,
        /** {@link #CLEAN} without waiting for what still uses it. */
        CLEAN_ONCE
    }
}
