package dev.provision.localcloud.wire;

import io.helidon.websocket.WsListener;
import java.util.Optional;

/** Paths of the cloud's port under which there are WebSockets. */
public interface SocketRoutes {
    /** What they live under, with a slash before and none behind it: {@code /v1/data-channel}. */
    String prefix();

    /**
     * Who listens to a new connection; empty if there is nobody.
     *
     * @param path of the connection, {@link #prefix()} and a slash included
     */
    Optional<WsListener> connect(String path);
}
