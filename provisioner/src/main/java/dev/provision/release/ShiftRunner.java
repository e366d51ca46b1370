package dev.provision.release;

import dev.provision.graph.Event;
import dev.provision.graph.EventSink;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.Sleeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Moves requests to the new versions of a release, as the {@link Shifter} decides; says what it does as it goes. */
public final class ShiftRunner {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final int TOKEN_BYTES = 16;
    private final Releases releases;
    private final Sleeper sleeper;
    private final EventSink sink;
    private final AtomicBoolean stopped = new AtomicBoolean();

    public ShiftRunner(Releases releases, Sleeper sleeper, EventSink sink) {
        this.releases = releases;
        this.sleeper = sleeper;
        this.sink = sink;
    }

    /** Leaves the shift as it is at the next look; a roll-back that has begun is not left. */
    public void stop() {
        stopped.set(true);
    }

    /**
     * Moves the requests, after the slots have been filled.
     *
     * @throws ReleaseRolledBack if a gate gave the release up: the old versions serve
     * @throws Interrupted if it was stopped: the split stays
     */
    public void run(Releases.Begun begun) {
        run(begun, releases.settings().strategy());
    }

    /** {@link #run(Releases.Begun)}, with another strategy than the configured one. */
    public void run(Releases.Begun begun, Strategy strategy) {
        RouteStates states = releases.reader().read();
        List<Contest> moving = releases.prepared(begun, states);
        if (!moving.isEmpty()) {
            shift(begun.record(), moving, states.balancer().orElseThrow(), strategy);
        }
    }

    private void shift(ReleaseRecord record, List<Contest> moving, RouteStates.Balancer balancer, Strategy strategy) {
        String token = token();
        Observer observer = new Observer(
                releases.connection(), balancer, moving, releases.settings().limits(), token, record.at());
        observer.begin(releases.clock().instant());
        Shifter shifter = new Shifter(strategy);
        ShiftState state = new ShiftState.Preparing();
        String said = "";
        while (!state.ended()) {
            if (stopped.get() && !(state instanceof ShiftState.RollingBack)) {
                throw new Interrupted("stopped in the middle of release " + record.number()
                        + ": both versions serve as they do now; up finishes the release, rollback reverts it");
            }
            Observation seen = observer.look(state, releases.clock().instant());
            Shifter.Next next = shifter.next(state, seen, releases.clock().instant());
            next.effects().forEach(effect -> apply(effect, record, moving, token));
            String words = words(record, next, seen);
            if (!words.equals(said)) {
                note(words);
                said = words;
            }
            if (next.state().equals(state) && next.effects().isEmpty()) {
                pause(state, strategy);
            }
            state = evidenced(next.state(), observer);
        }
        if (state instanceof ShiftState.RolledBack(String reason, String evidence)) {
            throw new ReleaseRolledBack(
                    "release " + record.number() + ": " + reason,
                    evidence,
                    "the old version serves everything; mend the new one, then run up again");
        }
    }

    /** What was given up for waiting too long shows its last lines too; they are looked up once requests are back. */
    private static ShiftState evidenced(ShiftState state, Observer observer) {
        return state instanceof ShiftState.RollingBack(String reason, String evidence) && evidence.isEmpty()
                ? new ShiftState.RollingBack(reason, observer.lines(reason))
                : state;
    }

    private void apply(Effect effect, ReleaseRecord record, List<Contest> moving, String token) {
        switch (effect) {
            case Effect.OpenProbe() -> {
                RouteStates states = releases.reader().read();
                moving.forEach(contest -> releases.contests().open(contest, token, states));
            }
            case Effect.CloseProbe() -> {
                RouteStates states = releases.reader().read();
                moving.forEach(contest -> releases.contests().close(contest, states));
            }
            case Effect.SetWeight(int percent) ->
                moving.forEach(contest -> releases.contests().weigh(contest, percent));
            case Effect.Promote() -> releases.promote(record, moving);
            case Effect.Reject(String reason) -> releases.reject(record, moving, reason);
        }
    }

    private static String words(ReleaseRecord record, Shifter.Next next, Observation seen) {
        StringBuilder words = new StringBuilder(
                "release " + record.number() + ": " + next.state().words());
        next.effects().forEach(effect -> {
            if (effect instanceof Effect.SetWeight(int percent)) {
                words.append(", ").append(percent).append(" % to the new version");
            }
        });
        switch (next.state()) {
            case ShiftState.AwaitingHealth _ -> append(words, seen.health());
            case ShiftState.Smoking _ -> append(words, Verdict.all(seen.health(), seen.smoke()));
            case ShiftState.Shifting _, ShiftState.Baking _ -> {
                if (next.effects().isEmpty()) {
                    append(words, Verdict.all(seen.health(), seen.traffic()));
                }
            }
            case ShiftState.RollingBack(String reason, String _) ->
                words.append(": ").append(reason);
            case ShiftState.Preparing _, ShiftState.Promoted _, ShiftState.RolledBack _ -> {}
        }
        return words.toString();
    }

    private static void append(StringBuilder words, Verdict verdict) {
        if (verdict instanceof Verdict.Hold(String reason)) {
            words.append(", waiting: ").append(reason);
        }
    }

    private void note(String text) {
        sink.accept(new Event.Note(releases.clock().instant(), text));
    }

    /** Often enough to see each step several times, and not more often than CloudWatch has news. */
    private void pause(ShiftState state, Strategy strategy) {
        Duration wanted =
                switch (state) {
                    case ShiftState.Shifting _ -> strategy.interval().dividedBy(4);
                    case ShiftState.Baking _ -> strategy.bake().dividedBy(4);
                    default -> Duration.ofSeconds(1);
                };
        Duration capped = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
        try {
            sleeper.sleep(capped.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : capped);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            stopped.set(true);
        }
    }

    private static String token() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
