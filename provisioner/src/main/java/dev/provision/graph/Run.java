package dev.provision.graph;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What the steps of one runner share: the time, the limits, the sink, and whether anything new may start. */
final class Run {
    private final Clock clock;
    private final Poller poller;
    private final Poller checks;
    private final ServiceLimits limits;
    private final EventSink sink;
    private final Map<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<StepKey>> firstFailure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Instant> begun;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Set<StepKey> planned = ConcurrentHashMap.newKeySet();
    private final Set<StepKey> renewed = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Applied> applied = new AtomicReference<>(Applied.nothing());

    Run(Clock clock, Sleeper sleeper, ServiceLimits limits, EventSink sink) {
        this.clock = clock;
        this.begun = new AtomicReference<>(clock.instant());
        this.poller = new Poller(clock, sleeper, Poller.FIRST, stopped::get);
        this.checks = new Poller(clock, sleeper, Poller.FIRST, this::halted);
        this.limits = limits;
        this.sink = sink;
    }

    Instant now() {
        return clock.instant();
    }

    /** A run begins; its turns are timed from here. */
    Instant begin() {
        begun.set(now());
        return begun.get();
    }

    /** How long after the begin of the run that was. */
    Duration sinceBegin(Instant then) {
        return Duration.between(begun.get(), then);
    }

    Duration since(Instant start) {
        return Duration.between(start, now());
    }

    /** What a step has made is waited for; a check is given up where something else failed, for that may be its reason. */
    Poller poller(ResourceStep<?> step) {
        return step.onlyChecks() ? checks : poller;
    }

    synchronized void emit(Event event) {
        sink.accept(event);
    }

    <T> T call(ResourceStep<?> step, long urgency, Supplier<T> call) {
        return turnstiles
                .computeIfAbsent(step.service(), service -> new Turnstile(limits.of(service)))
                .pass(urgency, call);
    }

    /** The step was looked up for a plan. */
    void plans(StepKey key) {
        planned.add(key);
    }

    /** Whether it was. */
    boolean planned(StepKey key) {
        return planned.contains(key);
    }

    /** A plan has another resource in the place of the step's, which is not there yet: what was found is not what will be. */
    void renews(StepKey key) {
        renewed.add(key);
        planned.remove(key);
    }

    /** Whether it has of any of these. */
    boolean renewsAny(Set<StepKey> keys) {
        return keys.stream().anyMatch(renewed::contains);
    }

    /** What is planned is compared with what an earlier {@code up} applied. */
    void since(Applied earlier) {
        applied.set(earlier);
    }

    Applied applied() {
        return applied.get();
    }

    void failed(StepKey key) {
        firstFailure.compareAndSet(Optional.empty(), Optional.of(key));
    }

    Optional<StepKey> firstFailure() {
        return firstFailure.get();
    }

    void stop() {
        if (stopped.compareAndSet(false, true)) {
            emit(new Event.Stopping(now()));
        }
    }

    boolean stopped() {
        return stopped.get();
    }

    /** Whether nothing new may start. */
    boolean halted() {
        return stopped() || firstFailure().isPresent();
    }
}
