package dev.provision.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One step's turn in a run: through it the step makes its calls, waits, and tells what happens. Used by one thread.
 *
 * @param <L> the live resource
 */
final class StepTurn<L> {
    private final Run run;
    private final StepGraph.Node<L> node;
    private final long urgency;
    private final Instant start;
    private Duration waited = Duration.ZERO;

    /** @param urgency the higher, the earlier it gets to make a call */
    StepTurn(Run run, StepGraph.Node<L> node, long urgency) {
        this.run = run;
        this.node = node;
        this.urgency = urgency;
        this.start = run.now();
    }

    Run run() {
        return run;
    }

    ResourceStep<L> step() {
        return node.step();
    }

    StepKey key() {
        return node.step().key();
    }

    Ref<L> ref() {
        return node.ref();
    }

    Disposition disposition() {
        return node.disposition();
    }

    Instant now() {
        return run.now();
    }

    Instant start() {
        return start;
    }

    /** Since its start. */
    Duration took() {
        return run.since(start);
    }

    /** How long of that the provider was still at work. */
    Duration waited() {
        return waited;
    }

    <T> T call(Supplier<T> call) {
        return run.call(node.step(), urgency, call);
    }

    /** Checks while holding the permit: what was still queueing when the run halted never starts. */
    <T> Optional<T> unlessHalted(Supplier<T> call) {
        return call(() -> run.halted() ? Optional.empty() : Optional.of(call.get()));
    }

    /** Probes until the answer is not pending; see {@link Poller#await}. */
    Readiness await(Duration patience, Supplier<Readiness> probe) {
        Pending pending = new Pending();
        try {
            return run.poller(node.step()).await(key(), patience, probe, pending::told);
        } finally {
            pending.since.ifPresent(from -> waited = waited.plus(run.since(from)));
        }
    }

    /** A wait: it begins with the first answer that something is not ready yet. */
    private final class Pending {
        private Optional<Instant> since = Optional.empty();

        private void told(String reason) {
            since = since.or(() -> Optional.of(now()));
            tell(new Event.Polled(now(), key(), reason));
        }
    }

    void tell(Event event) {
        run.emit(event);
    }

    void started() {
        tell(new Event.StepStarted(now(), key(), node.step().typicalSeconds()));
    }

    Outcome absent() {
        tell(new Event.Absent(now(), key()));
        return new Outcome.Absent();
    }

    Outcome skipped() {
        tell(new Event.Skipped(now(), key(), run.firstFailure()));
        return new Outcome.Skipped(run.firstFailure());
    }

    Outcome deleted() {
        Duration took = took();
        tell(new Event.Deleted(now(), key(), took));
        return new Outcome.Deleted(took);
    }
}
