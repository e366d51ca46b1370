package dev.provision.localcloud.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The signals that keys of a terminal send. A shell lets what it puts into the background ignore them (POSIX, "Signals and
 * Error Handling" of the shell), and a process hands that on to those that it starts: whoever is let into a task could not
 * interrupt anything then.
 */
final class KeyboardSignals {
    private static final int[] ALL = {2, 3}; // SIGINT, SIGQUIT
    private static final long IGNORED = 1; // SIG_IGN
    private static final long LONGEST_ACTION = 256; // bytes, of which Linux uses 152; the first eight are the handler

    private KeyboardSignals() {}

    /** Starts a process to which they do what they do by default; one at a time, since this process' own are changed for it. */
    static synchronized Process heededBy(ProcessBuilder process) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment[] before = new MemorySegment[ALL.length];
            for (int i = 0; i < ALL.length; i++) {
                before[i] = arena.allocate(LONGEST_ACTION, Long.BYTES);
                act(ALL[i], MemorySegment.NULL, before[i]);
                if (ignored(before[i])) {
                    act(ALL[i], arena.allocate(LONGEST_ACTION, Long.BYTES), MemorySegment.NULL);
                }
            }
            try {
                return process.start();
            } finally {
                for (int i = 0; i < ALL.length; i++) {
                    if (ignored(before[i])) {
                        act(ALL[i], before[i], MemorySegment.NULL);
                    }
                }
            }
        }
    }

    private static boolean ignored(MemorySegment action) {
        return action.get(ValueLayout.JAVA_LONG, 0) == IGNORED;
    }

    private static void act(int signal, MemorySegment wanted, MemorySegment before) {
        CLibrary.call(C.ACTION, signal, wanted, before);
    }

    /** The functions of the C library; found when the first program is started on a terminal. */
    private static final class C {
        static final MethodHandle ACTION = CLibrary.function(
                "sigaction", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    }
}
