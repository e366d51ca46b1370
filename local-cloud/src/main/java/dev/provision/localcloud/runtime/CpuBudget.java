package dev.provision.localcloud.runtime;

import java.time.Duration;

/**
 * How much CPU time a container may use, as the kernel's bandwidth control reckons it: its share of each period, and what
 * it used beyond that is made up for by a pause. Not thread-safe.
 */
final class CpuBudget {
    /** The period of the kernel's bandwidth control, {@code cpu.cfs_period_us}. */
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final double share;
    private final double burst;
    private double balance;
    private long used;
    private long at;

    /**
     * @param share how many processors it may use, for example 0.25
     * @param credit CPU time that it has beyond its share, once
     * @param nowNanos on the wall
     */
    CpuBudget(double share, Duration credit, long nowNanos) {
        this.share = share;
        this.burst = PERIOD.toNanos() * share;
        this.balance = credit.toNanos() + burst;
        this.at = nowNanos;
    }

    /**
     * How long it has to pause now.
     *
     * @param total CPU time since it started
     * @param nowNanos on the wall
     */
    Duration pause(Duration total, long nowNanos) {
        balance -= total.toNanos() - used;
        if (balance < burst) {
            balance = Math.min(burst, balance + share * (nowNanos - at));
        }
        used = total.toNanos();
        at = nowNanos;
        return balance >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-balance / share));
    }
}
