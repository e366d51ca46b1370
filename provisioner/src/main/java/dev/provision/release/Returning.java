package dev.provision.release;

import dev.provision.aws.sts.Caller;
import dev.provision.release.ReleaseRecord.Outcome;
import dev.provision.release.SlotMark.Part;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Brings back what served before. */
public record Returning(Releases releases) {
    /**
     * Gives everything back to slots that still hold what is wanted, at once.
     *
     * @return whether that was possible: every target must be fit at this instant
     */
    public boolean back(Rollback.Return wanted, RouteStates states) {
        if (!warm(wanted)) {
            return false;
        }
        ReleaseRecord record = fresh(wanted);
        Instant now = releases.clock().instant();
        for (Rollback.Move move : wanted.moves()) {
            SlotState warm = move.warm().orElseThrow();
            releases.contests().revert(states.of(move.container()), warm, move.serving());
            SlotMark mark = warm.mark().orElseThrow();
            releases.contests()
                    .mark(warm.group(), new SlotMark(Part.SERVING, record.number(), mark.identity(), mark.runs(), now));
            move.serving().mark().ifPresent(old -> releases.contests()
                    .mark(move.serving().group(), old.as(Part.PREVIOUS, now)));
        }
        releases.history().put(record.ended(Outcome.PROMOTED, words(wanted)));
        noted(wanted);
        return true;
    }

    /** Whether the slots still hold what is wanted, and everything in them is fit to get requests at this instant. */
    public boolean warm(Rollback.Return wanted) {
        return wanted.warm()
                && wanted.moves().stream().allMatch(move -> releases.contests()
                        .fit(releases.site(move.container()), move.warm().orElseThrow()));
    }

    /** What of that cannot be started again, for somebody else deleted what it ran; in words. */
    public List<String> gone(Rollback.Return wanted) {
        return wanted.moves().stream()
                .filter(move -> !releases.contests().there(releases.site(move.container()), move.version()))
                .map(move -> move.container() + " ran " + words(move.version()) + " in release " + move.release()
                        + ", and that is not there any more")
                .toList();
    }

    private static String words(ReleaseRecord.Route version) {
        return switch (version.compute()) {
            case FARGATE -> version.runs().substring(version.runs().lastIndexOf('/') + 1);
            case LAMBDA -> "version " + version.runs();
        };
    }

    private ReleaseRecord fresh(Rollback.Return wanted) {
        return releases.record(releases.history().all().stream()
                                .mapToInt(ReleaseRecord::number)
                                .max()
                                .orElse(0)
                        + 1)
                .with(wanted.moves().stream().map(Rollback.Move::version).toList());
    }

    /** The release that did not stay is noted as such, so that nobody goes back to it by accident. */
    public void noted(Rollback.Return wanted) {
        releases.history().find(wanted.from()).ifPresent(record -> releases.history()
                .put(record.ended(
                        Outcome.ROLLED_BACK,
                        "rolled back by hand by " + new Caller(releases.connection()).arn() + " at "
                                + releases.clock().instant())));
    }

    private static String words(Rollback.Return wanted) {
        return "rollback of " + wanted.from() + " to "
                + wanted.moves().stream()
                        .map(move -> String.valueOf(move.release()))
                        .distinct()
                        .collect(Collectors.joining(", "));
    }
}
