package dev.provision.simulate;

import java.time.Duration;

/**
 * How the service and the clouds behave.
 *
 * @param handler what a request takes, waiting and computing, on a warm function
 * @param cpu the part of it that computes, on one whole vCPU
 * @param init of a new function instance
 * @param taskStart from the decision to add a task until it serves
 * @param memoryPercent of a task's memory in use
 * @param seed of the arrivals' chance
 */
public record Behaviour(
        Duration handler, Duration cpu, Duration init, Duration taskStart, int memoryPercent, long seed) {
    /** What SPEC.md expects: 200 requests a second and vCPU, a cold start of 350 ms, a handler of 10 ms. */
    public static final Behaviour EXPECTED = new Behaviour(
            Duration.ofMillis(10), Duration.ofMillis(5), Duration.ofMillis(350), Duration.ofSeconds(45), 40, 42);

    public Behaviour {
        if (cpu.isZero() || cpu.isNegative() || init.isNegative() || cpu.compareTo(handler) > 0) {
            throw new IllegalArgumentException(
                    "computing takes some of the handler's time, and not more than all of it");
        }
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
