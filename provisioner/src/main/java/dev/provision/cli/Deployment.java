package dev.provision.cli;

import dev.provision.aws.ssm.Lease;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.Outcome;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.ProvisionException.RunFailed;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import dev.provision.release.Releases;
import dev.provision.release.Releases.Begun;
import dev.provision.release.RoutePlan;
import dev.provision.release.ShiftRunner;
import dev.provision.release.Strategy;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Brings an environment to what is wanted of it: resources first, then new versions, then what is no longer needed goes. */
final class Deployment {
    private final Surroundings surroundings;
    private final Report report;
    private final Lease lease;

    /** @param lease of the environment's lock: what runs stops when it is lost */
    Deployment(Surroundings surroundings, Report report, Lease lease) {
        this.surroundings = surroundings;
        this.report = report;
        this.lease = lease;
    }

    /**
     * How it ended.
     *
     * @param stack as it was composed last
     * @param result of the run that made the changes
     * @param removed what was no longer needed
     */
    record Done(Stack stack, RunResult result, List<StepKey> removed) {
        Done(Stack stack, RunResult result) {
            this(stack, result, result.ended(Outcome.Deleted.class));
        }
    }

    /**
     * @param stack composed upon what is live
     * @param runner of its graph; what it has found for a plan is not looked up again
     * @throws ProvisionException if a step failed, or {@link ReleaseRolledBack} if a new version did
     */
    Done run(Stack stack, GraphRunner runner) {
        return run(stack, runner, releases -> releases.settings().strategy(), Stack::current);
    }

    /**
     * An earlier version comes back, all at once when its gates have passed.
     *
     * @param stack composed with it
     */
    Done back(Stack stack) {
        return run(
                stack,
                Runners.of(stack, surroundings, report),
                releases -> releases.settings().strategy().allAtOnce(),
                Stack::held);
    }

    private Done run(
            Stack stack,
            GraphRunner runner,
            Function<Releases, Strategy> strategy,
            BiFunction<Stack, Instant, Stack> afterwards) {
        Releases releases = stack.releases(surroundings.clock(), surroundings.home());
        Optional<Begun> begun = releases.begin(stack.plans(), stack.states());
        RunResult result = up(runner);
        if (begun.isEmpty()) {
            return new Done(stack, result.orThrow());
        }
        rejectIfFailed(result, releases, begun.get());
        ShiftRunner shift = new ShiftRunner(releases, surroundings.sleeper(), report);
        boolean moved =
                begun.get().plans().stream().anyMatch(plan -> plan.candidate().isPresent());
        lease.whenLost(shift::stop);
        Interrupts.stopping(shift::stop, surroundings, () -> {
            shift.run(begun.get(), strategy.apply(releases));
            return true;
        });
        Done done = new Done(stack, result);
        if (!moved) {
            return done;
        }
        Done settled = settled(afterwards.apply(stack, surroundings.clock().instant()));
        return new Done(
                settled.stack(),
                result,
                Stream.concat(done.removed().stream(), settled.removed().stream())
                        .toList());
    }

    /** What served before is in no need of scaling now, what serves is; nothing of it is worth a line. */
    Done settled(Stack stack) {
        return new Done(stack, up(stack, EventSink.none()).orThrow());
    }

    private RunResult up(Stack stack, EventSink sink) {
        return up(Runners.of(stack, surroundings, sink));
    }

    private RunResult up(GraphRunner runner) {
        lease.whenLost(runner::stop);
        return Interrupts.stopping(runner::stop, surroundings, runner::up);
    }

    /** A new version that cannot even be made is given up as one that a gate refuses; whatever else fails can be repeated. */
    private static void rejectIfFailed(RunResult result, Releases releases, Begun begun) {
        List<StepKey> failed = result.ended(Outcome.Failed.class);
        boolean candidates = !failed.isEmpty()
                && failed.stream().allMatch(key -> begun.plans().stream().anyMatch(plan -> concerns(plan, key)));
        try {
            result.orThrow();
        } catch (StepFailed | WaitTimedOut | RunFailed failure) {
            if (!candidates) {
                throw failure;
            }
            releases.give(begun, String.valueOf(failure.getMessage()));
            throw new ReleaseRolledBack(
                    "release " + begun.record().number() + ": " + failure.getMessage(),
                    failure instanceof StepFailed step ? step.evidence() : "",
                    "the old version serves everything; mend the new one, then run up again");
        }
    }

    private static boolean concerns(RoutePlan plan, StepKey key) {
        Set<String> shared = Set.of("function", "function-version");
        return plan.candidate()
                .filter(slot -> key.name()
                                .startsWith(plan.container() + "-" + slot.slot().word())
                        || (shared.contains(key.kind()) && key.name().equals(plan.container())))
                .isPresent();
    }
}
