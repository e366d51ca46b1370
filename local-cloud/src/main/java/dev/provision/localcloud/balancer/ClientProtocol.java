package dev.provision.localcloud.balancer;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.function.Function;

/**
 * A protocol that clients speak, recognised by Helidon, with connections that are not quite Helidon's.
 *
 * @param helidon recognises it
 * @param connections makes a connection
 */
record ClientProtocol(ServerConnectionSelector helidon, Function<ConnectionContext, ServerConnection> connections)
        implements ServerConnectionSelector {
    @Override
    public int bytesToIdentifyConnection() {
        return helidon.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return helidon.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return helidon.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return connections.apply(context);
    }
}
