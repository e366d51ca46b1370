package dev.provision.localcloud.runtime;

import java.time.Duration;

/**
 * How much CPU time a container may use, as the kernel's bandwidth control reckons it: a quota in each period, and a pause
 * until the next one when it is used up. What was used beyond it before anybody looked is taken from the periods to come.
 * Not thread-safe.
 */
final class CpuBudget {
    /** The period of the kernel's bandwidth control, {@code cpu.cfs_period_us}. */
    private static final long PERIOD = Duration.ofMillis(100).toNanos();
    /** How long a start may take. What is left of the credit then would let a load run faster than it does on AWS. */
    private static final long START = Duration.ofSeconds(30).toNanos() / PERIOD;

    private final double quota;
    private final double processors;
    private final long begun;
    private double left;
    private long used;
    private long period;

    /**
     * @param share how many processors it may use, for example 0.25
     * @param credit CPU time that it has beyond its share, once, in its first 30 seconds
     * @param nowNanos on the wall
     */
    CpuBudget(double share, Duration credit, long nowNanos) {
        this.quota = PERIOD * share;
        this.processors = Math.max(1, share);
        this.left = credit.toNanos() + quota;
        this.begun = nowNanos;
    }

    /**
     * How long it has to pause now.
     *
     * @param total CPU time since it started
     * @param nowNanos on the wall
     */
    Duration pause(Duration total, long nowNanos) {
        left -= total.toNanos() - used;
        used = total.toNanos();
        begin(nowNanos);
        long periods = (long) Math.ceil(-left / quota);
        return periods <= 0 ? Duration.ZERO : until(period + periods, nowNanos);
    }

    /**
     * How long it need not be looked at: until its quota may be used up, or the period ends.
     *
     * @param nowNanos on the wall
     */
    Duration calm(long nowNanos) {
        begin(nowNanos);
        Duration usedUp = Duration.ofNanos((long) (left / processors));
        Duration ends = until(period + 1, nowNanos);
        return usedUp.compareTo(ends) < 0 ? usedUp : ends;
    }

    private void begin(long nowNanos) {
        long now = (nowNanos - begun) / PERIOD;
        if (left < quota || now >= START) {
            left = Math.min(quota, left + quota * (now - period));
        }
        period = now;
    }

    private Duration until(long later, long nowNanos) {
        return Duration.ofNanos(begun + later * PERIOD - nowNanos);
    }
}
