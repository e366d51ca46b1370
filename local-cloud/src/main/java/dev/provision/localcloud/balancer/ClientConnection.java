package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A client's HTTP/1.1 connection, as Helidon's but for what load balancers do with clients that are silent: one that stops
 * in the middle of a request gets 408, one between two requests is cut off, both after the idle time-out that the load
 * balancer has at that moment. It also tells when a client hangs up while a target still thinks (460).
 *
 * <p>What waits for bytes with an eye on something else reads in another thread; what is read ahead is what comes next.
 */
final class ClientConnection implements ServerConnection, ConnectionContext, InterruptableTask<Void> {
    private static final ScopedValue<ClientConnection> CURRENT = ScopedValue.newInstance();

    private final ConnectionContext context;
    private final Supplier<LoadBalancerPlan> plan;
    private final DataReader reader;
    private final ServerConnection http;
    private Optional<Future<Optional<byte[]>>> ahead = Optional.empty();

    /** Whether a request, or a part of one, has come that has not been answered. */
    private volatile boolean asked;

    private boolean silent;

    /** Tells connections that their answers begin. */
    static final class Answering implements Http1ConnectionListener {
        @Override
        public void status(ConnectionContext context, Status status) {
            if (context instanceof ClientConnection client) {
                client.asked = false;
            }
        }
    }

    /**
     * @param http makes Helidon's connection, whose answers are told to {@link Answering}
     * @param plan the load balancer as it is now
     */
    ClientConnection(ConnectionContext context, ServerConnectionSelector http, Supplier<LoadBalancerPlan> plan) {
        this.context = context;
        this.plan = plan;
        this.reader = DataReader.create(this::next);
        this.http = http.connection(this);
    }

    /** The connection whose request the calling thread handles; none for HTTP/2, where several requests share one. */
    static Optional<ClientConnection> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Whether the client has closed its end. Only for the thread that handles its request; the first call only begins to look. */
    boolean hungUp() {
        Future<Optional<byte[]>> coming = readAhead();
        return coming.isDone()
                && (coming.state() != Future.State.SUCCESS || coming.resultNow().isEmpty());
    }

    private Future<Optional<byte[]>> readAhead() {
        Future<Optional<byte[]>> coming = ahead.orElseGet(() -> executor().submit(this::read));
        ahead = Optional.of(coming);
        return coming;
    }

    private Optional<byte[]> read() {
        return Optional.ofNullable(serverSocket().get());
    }

    /** The next bytes; null at their end, as Helidon has it. */
    private byte[] next() {
        if (silent) {
            throw new CloseConnectionException("the client has had its answer");
        }
        DataReader begun = context.dataReader();
        if (begun.available() > 0) {
            asked = true;
            return begun.readBytes(begun.available());
        }
        boolean between = canInterrupt() && !asked;
        Optional<byte[]> bytes = between && ahead.isEmpty() ? readNow() : await(readAhead());
        asked |= bytes.isPresent();
        return bytes.orElse(null);
    }

    private Optional<byte[]> readNow() {
        try {
            return read();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the client is gone", e);
        }
    }

    private Optional<byte[]> await(Future<Optional<byte[]>> coming) {
        try {
            Optional<byte[]> bytes = coming.get(plan.get().idleTimeout().toNanos(), TimeUnit.NANOSECONDS);
            ahead = Optional.empty();
            return bytes;
        } catch (TimeoutException e) {
            silent = true;
            if (!asked) {
                throw new CloseConnectionException("silent for too long", e);
            }
            throw RequestException.builder()
                    .type(DirectHandler.EventType.OTHER)
                    .status(Status.REQUEST_TIMEOUT_408)
                    .setKeepAlive(false)
                    .message("silent in the middle of a request")
                    .cause(e)
                    .build();
        } catch (ExecutionException e) {
            throw new ServerConnectionException("the client is gone", e);
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the listener closes", e);
        }
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        ScopedValue.where(CURRENT, this).call(() -> {
            http.handle(limit);
            return true;
        });
    }

    /** How much longer than the load balancer allows, which is what the listener's time-out, zero, is compared with. */
    @Override
    public Duration idleTime() {
        Duration idle = asked || !canInterrupt() ? Duration.ZERO : http.idleTime();
        return idle.minus(plan.get().idleTimeout());
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return context.dataWriter();
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return context.isSecure();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
