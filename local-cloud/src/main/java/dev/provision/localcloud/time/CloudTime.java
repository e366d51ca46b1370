package dev.provision.localcloud.time;

import java.time.Duration;
import java.time.Instant;

/** The cloud's clock and scheduler. Durations are in cloud time; a clock that runs 20 times faster fires 20 times sooner. */
public interface CloudTime {
    Instant now();

    /** Runs {@code action} once, {@code delay} from now, on a thread of its own. A zero delay still runs on another thread. */
    Scheduled after(Duration delay, Runnable action);

    /** Runs {@code action} again and again, the first time one {@code period} from now; never twice at the same time. */
    Scheduled every(Duration period, Runnable action);

    /** Something that will happen unless it is cancelled. */
    interface Scheduled {
        void cancel();
    }
}
