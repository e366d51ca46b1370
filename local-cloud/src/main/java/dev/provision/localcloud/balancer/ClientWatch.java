package dev.provision.localcloud.balancer;

import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notices that clients hang up while a target or a function thinks: HTTP 460 in the load balancer's metrics. */
final class ClientWatch {
    /** How often a client that waits is looked at: the sooner it is seen to hang up, the sooner the target is let go. */
    static final Duration GLANCE = Duration.ofMillis(500);

    private final Traffic traffic;
    private final Set<String> shared = ConcurrentHashMap.newKeySet();

    ClientWatch(Traffic traffic) {
        this.traffic = traffic;
    }

    /** An HTTP/2 connection begins. Its requests are handled by other threads, which find it by this id. */
    void opened(String socketId) {
        shared.add(socketId);
    }

    /** An HTTP/2 connection has ended. */
    void closed(String socketId) {
        shared.remove(socketId);
    }

    /**
     * Looks whether the client of a request still waits; for the thread that handles the request.
     *
     * @throws CloseConnectionException if it does not
     */
    void look(Exchange exchange) {
        boolean gone = ClientConnection.current()
                .map(ClientConnection::hungUp)
                .orElseGet(() -> !shared.contains(exchange.request().socketId()));
        if (gone) {
            traffic.failure(exchange.plan(), 460);
            exchange.visit().status(460);
            throw new CloseConnectionException("the client hung up before it had its answer");
        }
    }
}
