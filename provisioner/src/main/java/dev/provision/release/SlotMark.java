package dev.provision.release;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What is noted on the target group of a slot: what is in it, and what for.
 *
 * @param part what for
 * @param release the number of the release that put it there
 * @param identity of the image and the settings, so that the same are not released twice
 * @param runs the version of the function, or the ARN of the task definition; an empty text while that is being made
 * @param since when it got its part
 */
public record SlotMark(Part part, int release, String identity, String runs, Instant since) {
    private static final String PART = "provision:part";
    private static final String RELEASE = "provision:release";
    private static final String IDENTITY = "provision:identity";
    private static final String RUNS = "provision:runs";
    private static final String SINCE = "provision:since";

    /** What a slot is for. */
    public enum Part {
        /** It serves, or served until the release that is under way. */
        SERVING,
        /** A release is putting the new version into it, or moving requests to it. */
        CANDIDATE,
        /** It served before, and is as it was then. */
        PREVIOUS,
        /** It served before, and has nothing running any more. */
        PARKED,
        /** A release failed with it. */
        REJECTED
    }

    public SlotMark as(Part newPart, Instant now) {
        return new SlotMark(newPart, release, identity, runs, now);
    }

    public SlotMark running(String what) {
        return new SlotMark(part, release, identity, what, since);
    }

    public Map<String, String> tags() {
        return new TreeMap<>(Map.of(
                PART, part.name().toLowerCase(java.util.Locale.ROOT),
                RELEASE, String.valueOf(release),
                IDENTITY, identity,
                RUNS, runs,
                SINCE, since.toString()));
    }

    /** Empty where the tags say nothing, or something that this version does not understand. */
    static Optional<SlotMark> of(Map<String, String> tags) {
        OptionalInt release = number(tags.getOrDefault(RELEASE, ""));
        Optional<Part> part = part(tags.getOrDefault(PART, ""));
        Optional<Instant> since = instant(tags.getOrDefault(SINCE, ""));
        return release.isEmpty() || part.isEmpty() || since.isEmpty()
                ? Optional.empty()
                : Optional.of(new SlotMark(
                        part.get(),
                        release.getAsInt(),
                        tags.getOrDefault(IDENTITY, ""),
                        tags.getOrDefault(RUNS, ""),
                        since.get()));
    }

    private static Optional<Part> part(String word) {
        for (Part part : Part.values()) {
            if (part.name().equalsIgnoreCase(word)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    private static OptionalInt number(String text) {
        return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException foreign) {
            return Optional.empty();
        }
    }
}
