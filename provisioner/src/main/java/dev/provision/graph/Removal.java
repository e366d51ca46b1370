package dev.provision.graph;

import dev.provision.graph.ProvisionException.WaitTimedOut;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How a step's resource goes, and what was replaced beside it.
 *
 * @param <L> the live resource
 */
final class Removal<L> {
    private static final Duration DELETE_PATIENCE = Duration.ofMinutes(GraphRunner.DELETE_PATIENCE_MINUTES);
    /** How long versions that this run takes away may still hold what they used. */
    static final Duration RETIRED_PATIENCE = Duration.ofSeconds(20);

    private final StepTurn<L> turn;

    Removal(StepTurn<L> turn) {
        this.turn = turn;
    }

    /** What was looked up goes, and before it what it replaced. */
    Outcome delete() {
        if (!turn.step().removable()) {
            return turn.absent();
        }
        boolean retired = turn.step().replacement() == Replacement.NEW_FIRST
                && removeRetired(DELETE_PATIENCE) instanceof Outcome.Deleted;
        if (turn.ref().live().isPresent()) {
            return turn.ref().live().map(this::remove).orElseGet(turn::absent);
        }
        return retired ? new Outcome.Deleted(turn.took()) : turn.absent();
    }

    /** What was replaced goes if nothing uses it any more within {@code patience}. */
    Outcome clean(Duration patience) {
        return removeRetired(patience);
    }

    /** Deletes what was retired, once nothing uses it any more. */
    private Outcome removeRetired(Duration patience) {
        List<L> retired = turn.call(turn.step()::retired);
        if (retired.isEmpty()) {
            return new Outcome.Absent();
        }
        if (turn.run().halted()) {
            return turn.skipped();
        }
        turn.started();
        turn.tell(new Event.Deleting(turn.now(), turn.key()));
        try {
            Readiness gone = turn.await(patience, this::retiredOnce);
            if (gone instanceof Readiness.Pending) {
                return turn.skipped();
            }
        } catch (WaitTimedOut used) {
            return stillUsed(used);
        }
        return turn.deleted();
    }

    /** A published version of a function uses its subnets for as long as it exists, so that this may take days. */
    private Outcome stillUsed(WaitTimedOut used) {
        turn.tell(new Event.Note(
                turn.now(), used.getMessage() + "; it costs nothing, and the next up or teardown tries again"));
        return turn.absent();
    }

    private Readiness retiredOnce() {
        return turn.call(() -> {
            try {
                turn.step().retired().forEach(turn.step()::delete);
            } catch (StillInUse obstacle) {
                return Readiness.pending("the one that was replaced is still in use: " + obstacle.getMessage());
            }
            return turn.step().retired().isEmpty()
                    ? Readiness.ready()
                    : Readiness.pending("the one that was replaced is being deleted");
        });
    }

    private Outcome remove(L live) {
        return remove(live, bound());
    }

    /** What is no longer wanted goes, but it stays where versions that are kept may use it still. */
    Outcome surplus() {
        if (turn.step().replacement() != Replacement.NEW_FIRST) {
            return delete();
        }
        Outcome retired = removeRetired(RETIRED_PATIENCE);
        try {
            return turn.ref().live().map(live -> remove(live, RETIRED_PATIENCE)).orElse(retired);
        } catch (WaitTimedOut used) {
            return stillUsed(used);
        }
    }

    private Outcome remove(L live, Duration patience) {
        if (turn.run().halted()) {
            return turn.skipped();
        }
        turn.started();
        turn.tell(new Event.Deleting(turn.now(), turn.key()));
        return deleteUntilGone(live, patience) instanceof Readiness.Ready ? turn.deleted() : turn.skipped();
    }

    /**
     * Pending if the run was stopped; failed if something else is in the way and the run has failed elsewhere, for that may be
     * what would have taken it out of the way.
     */
    Readiness deleteUntilGone(L live) {
        return deleteUntilGone(live, bound());
    }

    private Readiness deleteUntilGone(L live, Duration patience) {
        AtomicReference<L> latest = new AtomicReference<>(live);
        return turn.await(patience, () -> deleteOnce(latest));
    }

    private Duration bound() {
        return turn.step().patience().compareTo(DELETE_PATIENCE) > 0
                ? turn.step().patience()
                : DELETE_PATIENCE;
    }

    private Readiness deleteOnce(AtomicReference<L> latest) {
        try {
            turn.call(() -> {
                turn.step().delete(latest.get());
                return latest;
            });
        } catch (StillInUse obstacle) {
            return turn.run().halted()
                    ? Readiness.failed(obstacle.getMessage(), "")
                    : Readiness.pending(obstacle.getMessage());
        }
        Optional<L> found = turn.call(turn.step()::find);
        turn.ref().resolve(found);
        found.ifPresent(latest::set);
        return found.isPresent() ? Readiness.pending("is being deleted") : Readiness.ready();
    }
}
