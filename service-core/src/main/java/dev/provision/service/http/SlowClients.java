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

    /** A thread that answers clients, and waits for one of them or not. */
    private static final class Wait {
        private final Thread thread;
        private long deadlineNanos;
        private boolean waiting;

        Wait(Thread thread) {
            this.thread = thread;
        }

        synchronized void begin(long deadline) {
            deadlineNanos = deadline;
            waiting = true;
        }

        synchronized void end() {
            waiting = false;
        }

        /** An interrupt closes the socket that the thread reads from. Not after the wait: the thread works by then. */
        synchronized void interruptIfOver(long now) {
            if (waiting && deadlineNanos - now < 0) {
                waiting = false;
                thread.interrupt();
            }
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
        waits.values().forEach(wait -> wait.interruptIfOver(now));
        // a connection has a thread of its own, which ends with it
        waits.keySet().removeIf(thread -> !thread.isAlive());
    }

    private void begin(long deadlineNanos) {
        waits.computeIfAbsent(Thread.currentThread(), Wait::new).begin(deadlineNanos);
    }

    private void end() {
        Wait wait = waits.get(Thread.currentThread());
        if (wait != null) {
            wait.end();
        }
    }
}
