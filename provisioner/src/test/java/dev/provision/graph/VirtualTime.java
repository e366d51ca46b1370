package dev.provision.graph;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when someone sleeps. */
public final class VirtualTime extends Clock implements Sleeper {
    public static final Instant START = Instant.parse("2025-12-11T10:30:45Z");
    private final AtomicLong millis = new AtomicLong();

    @Override
    public void sleep(Duration duration) {
        millis.addAndGet(duration.toMillis());
    }

    public Duration passed() {
        return Duration.ofMillis(millis.get());
    }

    @Override
    public Instant instant() {
        return START.plusMillis(millis.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
