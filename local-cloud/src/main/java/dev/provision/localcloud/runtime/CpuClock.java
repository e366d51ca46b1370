package dev.provision.localcloud.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;

/**
 * The CPU time of a process to the nanosecond, that of its children not included. What {@code /proc} tells comes in steps
 * of ten milliseconds, which are much of what a quarter of a processor may use in a tenth of a second.
 */
final class CpuClock {
    private static final int PROCESS = 2; // CPUCLOCK_SCHED: all threads of it, those that have ended included

    private CpuClock() {}

    /** Empty if there is no such process (any more). */
    static Optional<Duration> of(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            // What clock_getcpuclockid(3) makes of a pid on Linux.
            int clock = (~(int) pid << 3) | PROCESS;
            return (int) CLibrary.call(C.GET_TIME, clock, time) == 0
                    ? Optional.of(Duration.ofSeconds(
                            time.getAtIndex(ValueLayout.JAVA_LONG, 0), time.getAtIndex(ValueLayout.JAVA_LONG, 1)))
                    : Optional.empty();
        }
    }

    /** The functions of the C library; found when the first clock is read. */
    private static final class C {
        static final MethodHandle GET_TIME =
                CLibrary.function("clock_gettime", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    }
}
