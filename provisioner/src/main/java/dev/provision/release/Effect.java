package dev.provision.release;

/** Something that the shifter wants done, on all routes of the release. Each may be repeated without harm. */
public sealed interface Effect {
    /** The new version can be asked by requests with the release's token. */
    record OpenProbe() implements Effect {}

    /** No such requests any more. */
    record CloseProbe() implements Effect {}

    /** @param percent of the clients' requests that the new version gets; the old one gets the rest */
    record SetWeight(int percent) implements Effect {
        public SetWeight {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException("not a percentage: " + percent);
            }
        }
    }

    /** The new version is the one that serves now. */
    record Promote() implements Effect {}

    /** The new version is not to be used again. */
    record Reject(String reason) implements Effect {}
}
