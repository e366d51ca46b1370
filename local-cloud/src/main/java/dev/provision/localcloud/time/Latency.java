package dev.provision.localcloud.time;

import java.time.Duration;

/** How long the cloud takes to make and delete things. */
public enum Latency {
    /** Everything that AWS does in the background is done at once. */
    INSTANT,
    /** Typical durations of AWS. */
    AWS;

    /** The duration that applies: {@code typical} in profile {@link #AWS}, nothing in profile {@link #INSTANT}. */
    public Duration of(Duration typical) {
        return this == AWS ? typical : Duration.ZERO;
    }
}
