package dev.provision.graph;

import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One step's way through a run, on a thread of its own.
 *
 * @param <L> the live resource
 */
final class StepRun<L> {
    private static final Duration DELETE_PATIENCE = Duration.ofMinutes(GraphRunner.DELETE_PATIENCE_MINUTES);

    private static final Duration RETIRED_PATIENCE = Duration.ofSeconds(20);

    private final Run run;
    private final ResourceStep<L> step;
    private final StepKey key;
    private final Ref<L> ref;
    private final long urgency;
    private final boolean builtUpon;
    private final boolean kept;
    private final boolean settled;
    private final Instant start;

    /**
     * @param urgency the higher, the earlier it gets to make a call
     * @param builtUpon whether other steps need this one
     * @param settled whether everything that this one needs was found as it is wanted
     */
    StepRun(Run run, StepGraph.Node<L> node, long urgency, boolean builtUpon, boolean settled) {
        this.run = run;
        this.step = node.step();
        this.key = node.ref().key();
        this.ref = node.ref();
        this.urgency = urgency;
        this.builtUpon = builtUpon;
        this.kept = node.disposition() == Disposition.KEPT;
        this.settled = settled;
        this.start = run.now();
    }

    Outcome perform(Work work) {
        try {
            return switch (work) {
                case UP, PLAN, STATUS, LOCATE -> fromFind(work);
                case DELETE -> delete();
                case CLEAN -> removeRetired(RETIRED_PATIENCE);
            };
        } catch (ProvisionException failure) {
            return failed(named(failure));
        } catch (Throwable bug) {
            // Whatever a step throws, its thread must end with an outcome, or the run would wait for it for ever.
            return failed(new StepFailed(
                    Optional.of(key),
                    "internal error: " + bug,
                    "",
                    "run it again with --debug for the stack trace, and report that",
                    bug));
        }
    }

    private Outcome delete() {
        boolean retired = step.replacement() == Replacement.NEW_FIRST
                && removeRetired(DELETE_PATIENCE) instanceof Outcome.Deleted;
        if (ref.live().isPresent()) {
            return ref.live().map(this::remove).orElseGet(this::absent);
        }
        return retired ? new Outcome.Deleted(run.since(start)) : absent();
    }

    private Outcome fromFind(Work work) {
        Optional<Optional<L>> begun = unlessHalted(() -> begin(work));
        if (begun.isEmpty()) {
            return skipped();
        }
        Optional<L> found = begun.get();
        ref.resolve(found);
        if (work == Work.PLAN) {
            run.plans(key);
        }
        if (kept && work != Work.LOCATE) {
            return found.isPresent() ? keep(work) : absent();
        }
        return switch (work) {
            case UP -> found.map(this::converge).orElseGet(this::create);
            case PLAN -> plan(found);
            case STATUS -> status(found);
            case LOCATE, DELETE, CLEAN -> new Outcome.Observed(found.map(live -> Readiness.ready()));
        };
    }

    private Optional<L> begin(Work work) {
        if (work != Work.LOCATE) {
            run.emit(new Event.StepStarted(run.now(), key, step.typicalSeconds()));
        }
        // What was looked up for the plan and depends on nothing that has changed since need not be looked up again.
        return work == Work.UP && settled && run.planned(key) ? ref.live() : step.find();
    }

    private Outcome keep(Work work) {
        return switch (work) {
            case PLAN -> planned(new Outcome.Planned(Outcome.Action.NONE, List.of()));
            case STATUS -> observed(Optional.of(Readiness.ready()));
            case UP, LOCATE, DELETE, CLEAN -> ready(How.UNCHANGED);
        };
    }

    private Outcome create() {
        Optional<L> created = unlessHalted(() -> {
            run.emit(new Event.Creating(run.now(), key));
            return step.create();
        });
        created.ifPresent(_ -> run.emit(new Event.Created(run.now(), key)));
        return created.map(live -> settle(live, How.CREATED)).orElseGet(this::skipped);
    }

    /** Checks while holding the permit: what was still queueing when the run halted never starts. */
    private <T> Optional<T> unlessHalted(Supplier<T> call) {
        return run.call(step, urgency, () -> run.halted() ? Optional.empty() : Optional.of(call.get()));
    }

    private Outcome converge(L live) {
        run.emit(new Event.Found(run.now(), key));
        List<Change> changes = step.changes(live);
        if (changes.isEmpty()) {
            return settle(live, step.onlyChecks() ? How.CHECKED : How.UNCHANGED);
        }
        List<Change> replacing = replacing(changes);
        if (!replacing.isEmpty()) {
            return replace(live, replacing);
        }
        return unlessHalted(() -> {
                    run.emit(new Event.Converging(run.now(), key, changes));
                    return step.converge(live, changes);
                })
                .map(converged -> settle(converged, How.CHANGED))
                .orElseGet(this::skipped);
    }

    private Outcome replace(L live, List<Change> changes) {
        if (step.replacement() == Replacement.OLD_FIRST && builtUpon) {
            throw new StepFailed(
                    Optional.of(key), refusal(changes), "", "undo the change, or run teardown and then up", null);
        }
        if (run.halted()) {
            return skipped();
        }
        run.emit(new Event.Converging(run.now(), key, changes));
        if (step.replacement() == Replacement.NEW_FIRST) {
            run.call(step, urgency, () -> {
                step.retire(live);
                return live;
            });
        } else if (deleteUntilGone(live) instanceof Readiness.Pending) {
            return skipped();
        }
        return settle(run.call(step, urgency, step::create), How.REPLACED);
    }

    private static String refusal(List<Change> changes) {
        return "cannot change "
                + changes.stream()
                        .map(change ->
                                change.field() + " from '" + change.oldValue() + "' to '" + change.newValue() + "'")
                        .collect(Collectors.joining(", "))
                + " without replacing it, and other resources are built upon it";
    }

    /** Deletes what was retired, once nothing uses it any more. */
    private Outcome removeRetired(Duration patience) {
        List<L> retired = run.call(step, urgency, step::retired);
        if (retired.isEmpty()) {
            return new Outcome.Absent();
        }
        if (run.halted()) {
            return skipped();
        }
        run.emit(new Event.StepStarted(run.now(), key, step.typicalSeconds()));
        run.emit(new Event.Deleting(run.now(), key));
        try {
            Readiness gone = run.poller().await(key, patience, this::retiredOnce, this::polled);
            if (gone instanceof Readiness.Pending) {
                return skipped();
            }
        } catch (WaitTimedOut used) {
            return stillUsed(used);
        }
        Duration took = run.since(start);
        run.emit(new Event.Deleted(run.now(), key, took));
        return new Outcome.Deleted(took);
    }

    /** A published version of a function uses its subnets for as long as it exists, so that this may take days. */
    private Outcome stillUsed(WaitTimedOut used) {
        run.emit(new Event.Note(
                run.now(), used.getMessage() + "; it costs nothing, and the next up or teardown tries again"));
        run.emit(new Event.Absent(run.now(), key));
        return new Outcome.Absent();
    }

    private Readiness retiredOnce() {
        return run.call(step, urgency, () -> {
            try {
                step.retired().forEach(step::delete);
            } catch (StillInUse obstacle) {
                return Readiness.pending("the one that was replaced is still in use: " + obstacle.getMessage());
            }
            return step.retired().isEmpty()
                    ? Readiness.ready()
                    : Readiness.pending("the one that was replaced is being deleted");
        });
    }

    private Outcome settle(L live, How how) {
        ref.resolve(Optional.of(live));
        Readiness readiness = run.poller()
                .await(key, step.patience(), () -> run.call(step, urgency, () -> step.probe(live)), this::polled);
        return switch (readiness) {
            case Readiness.Ready _ -> ready(how);
            case Readiness.Pending _ -> skipped();
            case Readiness.Failed(String reason, String evidence) ->
                throw new StepFailed(
                        Optional.of(key),
                        reason,
                        evidence,
                        "mend what it says, then run up again: it goes on from here",
                        null);
        };
    }

    private Outcome ready(How how) {
        Duration took = run.since(start);
        run.emit(new Event.Ready(run.now(), key, how, took));
        return new Outcome.Ready(how, took);
    }

    private Outcome plan(Optional<L> found) {
        if (step.onlyChecks()) {
            return planned(new Outcome.Planned(Outcome.Action.CHECK, List.of()));
        }
        return planned(found.map(this::planned)
                .orElseGet(() -> new Outcome.Planned(
                        Outcome.Action.CREATE,
                        List.of(),
                        List.of(),
                        run.applied().made(key))));
    }

    private Outcome planned(Outcome.Planned planned) {
        run.emit(new Event.Planned(run.now(), key, planned));
        return planned;
    }

    private Outcome.Planned planned(L live) {
        List<Change> changes = step.changes(live);
        if (changes.isEmpty()) {
            return new Outcome.Planned(Outcome.Action.NONE, changes);
        }
        boolean inPlace = replacing(changes).isEmpty();
        return new Outcome.Planned(
                inPlace ? Outcome.Action.CHANGE : Outcome.Action.REPLACE,
                changes,
                run.applied().undone(key, changes),
                false);
    }

    private Outcome status(Optional<L> found) {
        return observed(found.map(live -> run.call(step, urgency, () -> step.probe(live))));
    }

    private Outcome observed(Optional<Readiness> readiness) {
        run.emit(new Event.Observed(run.now(), key, readiness));
        return new Outcome.Observed(readiness);
    }

    private Outcome remove(L live) {
        if (run.halted()) {
            return skipped();
        }
        run.emit(new Event.StepStarted(run.now(), key, step.typicalSeconds()));
        run.emit(new Event.Deleting(run.now(), key));
        if (deleteUntilGone(live) instanceof Readiness.Pending) {
            return skipped();
        }
        Duration took = run.since(start);
        run.emit(new Event.Deleted(run.now(), key, took));
        return new Outcome.Deleted(took);
    }

    private Readiness deleteUntilGone(L live) {
        AtomicReference<L> latest = new AtomicReference<>(live);
        Duration bound = step.patience().compareTo(DELETE_PATIENCE) > 0 ? step.patience() : DELETE_PATIENCE;
        return run.poller().await(key, bound, () -> deleteOnce(latest), this::polled);
    }

    private Readiness deleteOnce(AtomicReference<L> latest) {
        try {
            run.call(step, urgency, () -> {
                step.delete(latest.get());
                return latest;
            });
        } catch (StillInUse obstacle) {
            return Readiness.pending(obstacle.getMessage());
        }
        Optional<L> found = run.call(step, urgency, step::find);
        ref.resolve(found);
        found.ifPresent(latest::set);
        return found.isPresent() ? Readiness.pending("is being deleted") : Readiness.ready();
    }

    private Outcome absent() {
        run.emit(new Event.Absent(run.now(), key));
        return new Outcome.Absent();
    }

    private Outcome skipped() {
        run.emit(new Event.Skipped(run.now(), key, run.firstFailure()));
        return new Outcome.Skipped(run.firstFailure());
    }

    /** A translator of the provider's errors does not know which step made the call; the engine does. */
    private ProvisionException named(ProvisionException failure) {
        return failure instanceof StepFailed refused && refused.key().isEmpty()
                ? new StepFailed(
                        Optional.of(key),
                        String.valueOf(refused.getMessage()),
                        refused.evidence(),
                        refused.remedy(),
                        refused)
                : failure;
    }

    private Outcome failed(ProvisionException failure) {
        run.failed(key);
        run.emit(new Event.Failed(run.now(), key, failure, run.since(start)));
        return new Outcome.Failed(failure);
    }

    private void polled(String reason) {
        run.emit(new Event.Polled(run.now(), key, reason));
    }

    private static List<Change> replacing(List<Change> changes) {
        return changes.stream()
                .filter(change -> change.effect() == Change.Effect.REPLACE)
                .toList();
    }

    /** What is done with a step. */
    enum Work {
        UP,
        PLAN,
        STATUS,
        LOCATE,
        DELETE,
        /** Deletes what was retired. */
        CLEAN
    }
}
