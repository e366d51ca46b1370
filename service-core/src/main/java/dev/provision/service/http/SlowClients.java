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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes the connections of clients that begin a request and then keep the service waiting for the rest of it, or that do
 * not take its answer. Helidon 4.4.0 closes connections that are idle between requests, but waits without limit inside of
 * one; its setting read-timeout is not used by its web server. Time is counted in looks: a wait costs no look at the clock,
 * and a machine that stands still takes nobody's time.
 */
public final class SlowClients implements Http1ConnectionListener {
    private final int headLooks;
    private final int bodyLooks;
    private final int writeLooks;
    private final AtomicInteger looks = new AtomicInteger();
    private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();

    /**
     * How long is waited at least; up to a look longer at most.
     *
     * @param look the time from one look to the next
     * @param head for the header lines, from the request line on
     * @param body for the whole body, from the moment on when it is first read
     * @param write for the client to take 64 KB of an answer
     */
    public record Limits(Duration look, Duration head, Duration body, Duration write) {
        private int looks(Duration limit) {
            return Math.ceilDiv((int) limit.toMillis(), (int) look.toMillis());
        }
    }

    /** A thread that answers clients, and waits for one of them or not. */
    static final class Wait {
        private final Thread thread;
        private int lastLook;
        private boolean waiting;

        Wait(Thread thread) {
            this.thread = thread;
        }

        private synchronized void begin(int last) {
            lastLook = last;
            waiting = true;
        }

        synchronized void end() {
            waiting = false;
        }

        /** An interrupt closes the socket that the thread waits for. Not after the wait: the thread works by then. */
        private synchronized void interruptIfOver(int look) {
            if (waiting && look - lastLook > 0) {
                waiting = false;
                thread.interrupt();
            }
        }
    }

    /** Nobody is waited for yet. */
    public SlowClients(Limits limits) {
        this.headLooks = limits.looks(limits.head());
        this.bodyLooks = limits.looks(limits.body());
        this.writeLooks = limits.looks(limits.write());
    }

    /** The connection as the server shall use it, for its writes to be watched. */
    public ConnectionContext watch(ConnectionContext connection) {
        return new WatchedConnection(connection, this);
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        begin(looks.get() + headLooks);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        Wait wait = waits.get(Thread.currentThread());
        if (wait != null) {
            wait.end();
        }
    }

    @Override
    public void data(ConnectionContext connection, BufferData data) {
        // see body(InputStream)
    }

    /** The body of a request, to be read in time. */
    InputStream body(InputStream body) {
        int lastLook = looks.get() + bodyLooks;
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                Wait wait = begin(lastLook);
                try {
                    return super.read();
                } finally {
                    wait.end();
                }
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                Wait wait = begin(lastLook);
                try {
                    return super.read(buffer, offset, length);
                } finally {
                    wait.end();
                }
            }
        };
    }

    /** The calling thread writes a piece of an answer, until the wait is ended. */
    Wait beginWrite() {
        return begin(looks.get() + writeLooks);
    }

    /** Closes the connections whose time is up; to be called every {@link Limits#look}. */
    public void look() {
        int look = looks.incrementAndGet();
        waits.values().forEach(wait -> wait.interruptIfOver(look));
        // a connection has a thread of its own, which ends with it
        waits.keySet().removeIf(thread -> !thread.isAlive());
    }

    private Wait begin(int lastLook) {
        Wait wait = waits.computeIfAbsent(Thread.currentThread(), Wait::new);
        wait.begin(lastLook);
        return wait;
    }
}
