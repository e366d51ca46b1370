package dev.provision.service.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes the connections of clients that begin a request and then keep the service waiting for the rest of it. Helidon 4.4.0
 * closes connections that are idle between requests, but waits without limit inside of one; its setting read-timeout is
 * not used by its web server.
 */
public final class SlowClients implements Http1ConnectionListener {
    private final Duration headLimit;
    private final Duration bodyLimit;
    private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();

    /** A thread that waits for its client. */
    private static final class Wait {
        private final Thread thread;
        private final long deadlineNanos;
        private boolean over;

        Wait(Thread thread, long deadlineNanos) {
            this.thread = thread;
            this.deadlineNanos = deadlineNanos;
        }

        /** An interrupt closes the socket that the thread reads from. Not after the wait: the thread works by then. */
        synchronized void interrupt() {
            if (!over) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            over = true;
        }
    }

    /**
     * Nobody is waited for yet.
     *
     * @param headLimit for the header lines, from the request line on
     * @param bodyLimit for the whole body, from the moment on when it is first read
     */
    public SlowClients(Duration headLimit, Duration bodyLimit) {
        this.headLimit = headLimit;
        this.bodyLimit = bodyLimit;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        begin(System.nanoTime() + headLimit.toNanos());
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        end();
    }

    @Override
    public void data(ConnectionContext connection, BufferData data) {
        // see body(InputStream)
    }

    /** The body of a request, to be read in time. */
    InputStream body(InputStream body) {
        long deadline = System.nanoTime() + bodyLimit.toNanos();
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                begin(deadline);
                try {
                    return super.read();
                } finally {
                    end();
                }
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                begin(deadline);
                try {
                    return super.read(buffer, offset, length);
                } finally {
                    end();
                }
            }
        };
    }

    /** Closes the connections whose time is up; to be called again and again. */
    public void look() {
        long now = System.nanoTime();
        waits.values().stream().filter(wait -> wait.deadlineNanos - now < 0).forEach(wait -> {
            wait.interrupt();
            // or a head that could not be parsed, whose end nobody tells
            waits.remove(wait.thread, wait);
        });
    }

    private void begin(long deadlineNanos) {
        Thread thread = Thread.currentThread();
        waits.put(thread, new Wait(thread, deadlineNanos));
    }

    private void end() {
        Wait wait = waits.remove(Thread.currentThread());
        if (wait != null) {
            wait.end();
        }
    }
}
