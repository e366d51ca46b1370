package dev.provision.report;

import dev.provision.graph.Change;
import dev.provision.graph.Event;
import dev.provision.graph.How;
import dev.provision.graph.Operation;
import dev.provision.graph.Outcome;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import dev.provision.graph.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A run in which everything happens that can happen, for the golden tests. */
final class Story {
    static final Instant START = Instant.parse("2025-12-11T10:30:45Z");
    static final StepKey VPC = new StepKey("vpc", "main");
    static final StepKey NAT = new StepKey("nat-gateway", "a");
    static final StepKey LISTENER = new StepKey("listener", "http");
    static final StepKey SERVICE = new StepKey("ecs-service", "fargate-blue");
    static final StepKey RULE = new StepKey("listener-rule", "fargate");

    private Story() {}

    static Instant at(double seconds) {
        return START.plusMillis((long) (seconds * 1000));
    }

    static Duration took(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    static ProvisionException failure() {
        return new StepFailed(
                Optional.of(SERVICE),
                "tasks stop: Essential container in task exited",
                "exit code 137\nOutOfMemoryError: Java heap space",
                "give it more memory",
                null);
    }

    static List<Event> events() {
        Change change = Change.inPlace("idle_timeout", "30", "60");
        return List.of(
                new Event.Note(START, "starting the local cloud at http://127.0.0.1:4566"),
                new Event.RunStarted(START, Operation.UP, List.of(VPC, NAT, LISTENER, SERVICE, RULE)),
                new Event.StepStarted(at(0), VPC, 1),
                new Event.Found(at(0.1), VPC),
                new Event.Ready(at(0.1), VPC, How.UNCHANGED, took(0.1)),
                new Event.StepStarted(at(0.1), NAT, 90),
                new Event.StepStarted(at(0.1), LISTENER, 1),
                new Event.Creating(at(0.2), NAT),
                new Event.Created(at(0.4), NAT),
                new Event.Polled(at(0.4), NAT, "state is pending"),
                new Event.Found(at(0.5), LISTENER),
                new Event.Converging(at(0.5), LISTENER, List.of(change)),
                new Event.Ready(at(0.9), LISTENER, How.CHANGED, took(0.8)),
                new Event.Polled(at(0.9), NAT, "state is pending"),
                new Event.StepStarted(at(1), SERVICE, 60),
                new Event.Creating(at(1), SERVICE),
                new Event.Polled(at(62), SERVICE, "0 of 1 tasks run"),
                new Event.Ready(at(92.4), NAT, How.CREATED, took(92.3)),
                new Event.Failed(at(93), SERVICE, failure(), took(92)),
                new Event.Stopping(at(93)),
                new Event.Skipped(at(93.5), RULE, Optional.of(SERVICE)),
                new Event.RunFinished(at(93.5), result()));
    }

    static RunResult result() {
        SequencedMap<StepKey, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put(VPC, new Outcome.Ready(How.UNCHANGED, took(0.1)));
        outcomes.put(NAT, new Outcome.Ready(How.CREATED, took(92.3)));
        outcomes.put(LISTENER, new Outcome.Ready(How.CHANGED, took(0.8)));
        outcomes.put(SERVICE, new Outcome.Failed(failure()));
        outcomes.put(RULE, new Outcome.Skipped(Optional.of(SERVICE)));
        return new RunResult(Operation.UP, outcomes, Timeline.empty(), took(93.5), false);
    }

    /** The whole run of another day, which went well. */
    static Event.RunFinished good() {
        SequencedMap<StepKey, Outcome> outcomes = new LinkedHashMap<>();
        List.of(VPC, NAT, LISTENER, SERVICE, RULE)
                .forEach(key -> outcomes.put(key, new Outcome.Ready(How.CREATED, took(1))));
        return new Event.RunFinished(at(160), new RunResult(Operation.UP, outcomes, timeline(), took(160), false));
    }

    private static Timeline timeline() {
        return new Timeline(List.of(
                List.of(
                        new Timeline.Turn(VPC, Set.of(), took(0), took(0.9), took(0)),
                        new Timeline.Turn(LISTENER, Set.of(VPC), took(0.9), took(3), took(2.5)),
                        new Timeline.Turn(NAT, Set.of(VPC), took(0.9), took(93.1), took(92)),
                        new Timeline.Turn(SERVICE, Set.of(NAT, LISTENER), took(94), took(64), took(30))),
                List.of(new Timeline.Turn(RULE, Set.of(SERVICE), took(158), took(2), took(0)))));
    }

    static RunResult unchanged() {
        SequencedMap<StepKey, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put(VPC, new Outcome.Ready(How.UNCHANGED, took(0.1)));
        return new RunResult(Operation.UP, outcomes, Timeline.empty(), took(0.1), false);
    }
}
