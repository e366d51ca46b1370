package dev.provision.localcloud.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A terminal without a screen: what a program writes to it is read here, and what is written here is typed on it. The C
 * library makes it, since the JDK cannot (pty(7)). The constants are Linux's.
 */
final class PseudoTerminal {
    private static final int READ_AND_WRITE = 0x2;
    private static final int NOT_OURS = 0x100; // O_NOCTTY
    private static final int NOT_FOR_CHILDREN = 0x80000; // O_CLOEXEC
    private static final long SET_SIZE = 0x5414; // TIOCSWINSZ
    private static final int LONGEST_NAME = 64;

    private final int master;
    private final String name;

    private PseudoTerminal(int master, String name) {
        this.master = master;
        this.name = name;
    }

    /** @throws IOException where there is none left, or the C library is not Linux's */
    static PseudoTerminal open() throws IOException {
        int master = (int) CLibrary.call(C.OPEN, READ_AND_WRITE | NOT_OURS | NOT_FOR_CHILDREN);
        if (master < 0 || (int) CLibrary.call(C.GRANT, master) != 0 || (int) CLibrary.call(C.UNLOCK, master) != 0) {
            throw new IOException("cannot open a pseudo-terminal");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(LONGEST_NAME);
            if ((int) CLibrary.call(C.NAME, master, name, (long) LONGEST_NAME) != 0) {
                throw new IOException("the pseudo-terminal has no name");
            }
            return new PseudoTerminal(master, name.getString(0));
        }
    }

    /** The device that a program gets as its terminal, for example {@code /dev/pts/3}. */
    String name() {
        return name;
    }

    /**
     * Waits for what the program writes. Blocks its thread, which should therefore be no virtual one.
     *
     * @return how many bytes; less than one when nobody has the terminal open any more
     */
    int read(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(bytes.length);
            int count = (int) (long) CLibrary.call(C.READ, master, buffer, (long) bytes.length);
            if (count > 0) {
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
            }
            return count;
        }
    }

    /** Types. Blocks while the program does not read. */
    void write(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            long written = 0;
            long count = 0;
            while (written < bytes.length && count >= 0) {
                count = (long) CLibrary.call(C.WRITE, master, buffer.asSlice(written), bytes.length - written);
                written += count;
            }
        }
    }

    /** Tells the program how large the screen is. */
    void resize(int columns, int rows) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size =
                    arena.allocateFrom(ValueLayout.JAVA_SHORT, (short) rows, (short) columns, (short) 0, (short) 0);
            CLibrary.call(C.CONTROL, master, SET_SIZE, size);
        }
    }

    /** Frees it. Only when nobody reads or writes any more. */
    void close() {
        CLibrary.call(C.CLOSE, master);
    }

    /** The functions of the C library; found when the first terminal is opened. */
    private static final class C {
        static final MethodHandle OPEN = CLibrary.function("posix_openpt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        static final MethodHandle GRANT = CLibrary.function("grantpt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        static final MethodHandle UNLOCK = CLibrary.function("unlockpt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        static final MethodHandle NAME = CLibrary.function(
                "ptsname_r", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
        static final MethodHandle READ = CLibrary.function(
                "read", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
        static final MethodHandle WRITE = CLibrary.function(
                "write", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
        static final MethodHandle CLOSE = CLibrary.function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        static final MethodHandle CONTROL = CLibrary.function(
                "ioctl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
    }
}
