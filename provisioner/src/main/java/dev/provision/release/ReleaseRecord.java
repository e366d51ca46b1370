package dev.provision.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a release.
 *
 * @param number counts from 1
 * @param at when it began
 * @param by who began it, as AWS knows them
 * @param commit of the sources; an empty text where git does not know
 * @param outcome how it ended
 * @param reason why it ended so; an empty text where it went well
 * @param routes what each route got
 */
public record ReleaseRecord(
        int number, Instant at, String by, String commit, Outcome outcome, String reason, List<Route> routes) {
    private static final int LONGEST_REASON = 300;

    public ReleaseRecord {
        routes = List.copyOf(routes);
        reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }

    /** How a release ended. */
    public enum Outcome {
        /** It has not, or the command that did it was killed. */
        RUNNING,
        PROMOTED,
        /** A gate gave it up. */
        ROLLED_BACK,
        /** Another one was begun before it had ended. */
        SUPERSEDED;

        /** For people and machines. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static Optional<Outcome> of(String word) {
            return java.util.Arrays.stream(values())
                    .filter(outcome -> outcome.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * What a route got.
     *
     * @param identity of image and settings
     * @param image its digest, {@code sha256:…}; an empty text where it is not known
     * @param runs the version of the function or the ARN of the task definition
     */
    public record Route(String container, ComputeKind compute, String identity, String image, String runs) {}

    public ReleaseRecord ended(Outcome how, String why) {
        return new ReleaseRecord(number, at, by, commit, how, why, routes);
    }

    ReleaseRecord with(List<Route> newRoutes) {
        return new ReleaseRecord(number, at, by, commit, outcome, reason, newRoutes);
    }

    /** With the routes of another part of the same record as well. */
    ReleaseRecord joined(ReleaseRecord other) {
        List<Route> all = new ArrayList<>(routes);
        all.addAll(other.routes());
        return with(all);
    }

    public Optional<Route> route(String container) {
        return routes.stream()
                .filter(route -> route.container().equals(container))
                .findFirst();
    }
}
