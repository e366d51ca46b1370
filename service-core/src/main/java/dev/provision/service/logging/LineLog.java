package dev.provision.service.logging;

import dev.provision.service.logging.LogEvent.Message;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes events as lines to a stream, whole lines only, in the order in which they came, whichever threads they come from.
 * The two lines of a request wait a moment for those of other requests, so that they share system calls, of which a quick
 * request otherwise makes more for its lines than for its answer; everything else is out at once, with what waited before it.
 * A process that is killed, or ends by itself without a memory left, loses the lines of its last {@link #PATIENCE}.
 */
public final class LineLog {
    /** How long a line may wait. */
    private static final Duration PATIENCE = Duration.ofMillis(10);

    /** A reader of the log that does not keep up slows the service down, rather than filling its memory. */
    private static final int MAX_PENDING_BYTES = 1 << 20;

    private final OutputStream out;
    private final LineFormat format;
    private final Clock clock;
    private final Second second;
    private final Later later = new Later(this::flush, PATIENCE);
    private final ReentrantLock pendingLock = new ReentrantLock();
    private final ReentrantLock writeLock = new ReentrantLock();
    private Lines pending = new Lines();
    private Lines spare = new Lines();

    public LineLog(OutputStream out, LineFormat format, Clock clock) {
        this.out = out;
        this.format = format;
        this.clock = clock;
        this.second = new Second(clock.getZone());
    }

    /** The log of the process: standard output, in the time zone of the variable TZ, UTC without it, as in a container. */
    public static LineLog standardOutput(LineFormat format) {
        // not System.out: its encoder and its locks are of no use to whole lines of bytes
        return new LineLog(new FileOutputStream(FileDescriptor.out), format, Clock.system(zone()));
    }

    /** Looking up any other zone than UTC reads the JDK's time zone data, which takes a cold start some milliseconds. */
    private static ZoneId zone() {
        String name = System.getenv("TZ");
        return name == null || name.isEmpty() || name.equals("UTC") ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    public void info(String message) {
        write(new Message(Level.INFO, message));
    }

    public void warning(String message) {
        write(new Message(Level.WARNING, message));
    }

    public void error(String message, Throwable cause) {
        write(new Message(Level.ERROR, message, Optional.of(cause)));
    }

    /** Writes the event; when this returns, its line is out, or about to be written by another thread. */
    public void write(LogEvent event) {
        byte[] line = text(event).getBytes(StandardCharsets.UTF_8);
        int pendingBytes;
        pendingLock.lock();
        try {
            pending.append(line);
            pendingBytes = pending.length;
        } finally {
            pendingLock.unlock();
        }
        if (pendingBytes > MAX_PENDING_BYTES) {
            flush();
        } else if (event.mayWait()) {
            later.ask();
        } else {
            writePendingUnlessAnotherThreadDoes();
        }
    }

    private String text(LogEvent event) {
        // a cheaper look at the clock than clock.instant(), whose nanoseconds no line shows
        Instant now = Instant.ofEpochMilli(clock.millis());
        Optional<String> line = event.line(now);
        return line.isPresent() ? line.get() : format.render(event, now, second);
    }

    /** Waits until all lines so far are out. */
    public void flush() {
        writeLock.lock();
        try {
            writePending();
        } finally {
            writeLock.unlock();
        }
    }

    private void writePendingUnlessAnotherThreadDoes() {
        while (hasPending() && writeLock.tryLock()) {
            try {
                writePending();
            } finally {
                writeLock.unlock();
            }
            // look again: a line may have come after the write and before the unlock, when its thread could not lock
        }
    }

    private boolean hasPending() {
        pendingLock.lock();
        try {
            return pending.length > 0;
        } finally {
            pendingLock.unlock();
        }
    }

    private void writePending() {
        Lines lines;
        pendingLock.lock();
        try {
            lines = pending;
            pending = spare;
            spare = lines;
        } finally {
            pendingLock.unlock();
        }
        try {
            lines.writeTo(out);
        } catch (IOException unwritable) {
            // nobody reads the log any more, and there is no other place to say so; requests go on being answered
        } finally {
            lines.clear();
        }
    }

    private static final class Lines {
        private byte[] bytes = new byte[4096];
        private int length;

        void append(byte[] line) {
            if (length + line.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + line.length));
            }
            System.arraycopy(line, 0, bytes, length, line.length);
            length += line.length;
        }

        void writeTo(OutputStream out) throws IOException {
            if (length > 0) {
                out.write(bytes, 0, length);
                out.flush();
            }
        }

        void clear() {
            length = 0;
        }
    }
}
