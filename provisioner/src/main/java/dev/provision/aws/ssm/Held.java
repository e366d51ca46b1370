package dev.provision.aws.ssm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A lock that is held.
 *
 * @param version grows with every sign of life
 * @param sign the last one, by AWS's clock
 * @param valid not so where the holder wrote to take it over and came too late: then another one holds it
 */
public record Held(Holder holder, long version, Instant sign, boolean valid) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Whether it is this holder's. */
    boolean by(Holder who) {
        return valid && holder.run().equals(who.run());
    }

    /** Who, what, since when, and how long ago there was a sign of life. */
    public String words(Instant now) {
        return holder + ", since " + TIME.format(holder.since()) + ", last sign of life " + ago(now) + " ago";
    }

    /** For how long there was no sign of life; the clocks of AWS and of this machine may differ. */
    Duration silence(Instant now) {
        Duration silence = Duration.between(sign, now);
        return silence.isNegative() ? Duration.ZERO : silence;
    }

    private String ago(Instant now) {
        long seconds = silence(now).toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
}
