package dev.provision.cli;

import dev.provision.aws.Together;
import dev.provision.aws.ssm.AppliedStore.Kept;
import dev.provision.aws.ssm.Lease;
import dev.provision.config.Environment;
import dev.provision.graph.Applied;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepGraph;
import dev.provision.release.Releases;
import dev.provision.report.PlanView;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an {@code up} of an environment would do, and the means to do it. */
final class Planned {
    private final PlanView view;
    private final Stack stack;
    private final GraphRunner runner;
    private final Muted events;
    private final Optional<StepGraph> surplus;
    private final Kept before;
    private final List<String> domains;

    private Planned(
            PlanView view,
            Stack stack,
            GraphRunner runner,
            Muted events,
            Optional<StepGraph> surplus,
            Kept before,
            List<String> domains) {
        this.view = view;
        this.stack = stack;
        this.runner = runner;
        this.events = events;
        this.surplus = surplus;
        this.before = before;
        this.domains = domains;
    }

    /**
     * Looks; changes nothing.
     *
     * @param applied answers what the last {@code up} applied, for which others may have asked earlier
     */
    static Planned of(
            Environment environment, Stack stack, Supplier<Kept> applied, Surroundings surroundings, Report report) {
        Supplier<Optional<StepGraph>> asked = Together.begin(stack::surplus);
        Kept before = applied.get();
        Muted events = new Muted(report);
        GraphRunner runner = Runners.of(stack.graph(), surroundings, events);
        RunResult wanted = Interrupts.stopping(runner::stop, surroundings, () -> runner.plan(before.applied()))
                .orThrow();
        Optional<StepGraph> surplus = asked.get();
        Optional<RunResult> removed = surplus.map(graph ->
                Runners.of(graph, surroundings, EventSink.none()).plan().orThrow());
        return new Planned(
                PlanView.of(environment.prefix(), wanted, removed),
                stack,
                runner,
                events,
                surplus,
                before,
                environment.domains());
    }

    PlanView view() {
        return view;
    }

    /** What the last {@code up} left: USD a month without requests. */
    Optional<BigDecimal> monthlyBefore() {
        return before.monthly();
    }

    /**
     * Ends an {@code up} that has nothing to do: nothing differs, nothing is left of releases and replacements, everything is
     * ready. Changes nothing, and needs no lock.
     *
     * @return empty, with nothing told, where there is something to do or to wait for
     */
    Optional<Deployment.Done> asItIs() {
        if (view.changed() || surplus.isPresent() || !Releases.none(stack.plans(), stack.states())) {
            return Optional.empty();
        }
        events.keeping();
        Optional<RunResult> confirmed =
                runner.confirm().filter(_ -> before.applied().equals(Applied.by(stack.graph())));
        confirmed.ifPresent(_ -> events.loud());
        return confirmed.map(result -> new Deployment.Done(stack, result));
    }

    /**
     * Does it.
     *
     * @param lease stops it when the lock is lost
     * @param monthly what the environment costs then, to be kept for the next plan
     */
    Deployment.Done carryOut(
            Surroundings surroundings, Report report, Lease lease, Supplier<Optional<BigDecimal>> monthly) {
        events.loud();
        Applied begun = stack.applied().begin(before, Applied.by(stack.graph(), view.planned()));
        Deployment.Done done = new Deployment(surroundings, report, lease).run(stack, runner);
        surplus.ifPresent(graph -> {
            GraphRunner remover = Runners.of(graph, surroundings, report);
            lease.whenLost(remover::stop);
            Interrupts.stopping(remover::stop, surroundings, remover::remove).orThrow();
        });
        // Of the stack that a release ends with: the next run compares itself with that, and finds nothing to write.
        stack.applied().end(before, begun, Applied.by(done.stack().graph()), domains, monthly);
        return done;
    }
}
