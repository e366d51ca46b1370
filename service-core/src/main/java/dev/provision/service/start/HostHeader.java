package dev.provision.service.start;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.uri.UriValidator;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.util.List;

/**
 * Refuses requests without a valid Host header, as RFC 9112 (3.2) wants it and Helidon's own check does. That one matches regular
 * expressions at every request, 6 % of the samples of a profile of {@code /health}; this one knows the name that it has seen last, which
 * behind a load balancer is that of almost every request.
 */
final class HostHeader implements Http1ConnectionListener {
    private static final int MAX_PORT = 65_535;

    private final Http1ConnectionListener next;
    // of no weight if two threads overwrite it: each has checked what it writes
    private volatile String valid = "";

    /** @param next told what comes in, too; of header lines first, for they are complete whatever they say */
    HostHeader(Http1ConnectionListener next) {
        this.next = next;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        next.prologue(connection, prologue);
    }

    @Override
    public void data(ConnectionContext connection, BufferData data) {
        next.data(connection, data);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        next.headers(connection, headers);
        List<String> hosts = headers.all(HeaderNames.HOST, List::of);
        if (hosts.size() != 1) {
            throw refused(hosts.isEmpty() ? "it is missing" : "there are several");
        }
        String host = hosts.getFirst();
        if (!host.equals(valid)) {
            check(host);
            valid = host;
        }
    }

    private static void check(String host) {
        int bracket = host.lastIndexOf(']');
        int colon = host.lastIndexOf(':');
        boolean port = colon > bracket;
        try {
            UriValidator.validateHost(port ? host.substring(0, colon) : host);
            if (port && Integer.parseUnsignedInt(host.substring(colon + 1)) > MAX_PORT) {
                throw refused("its port is too large");
            }
        } catch (IllegalArgumentException invalid) {
            throw refused("it is no name with or without a port");
        }
    }

    private static RequestException refused(String why) {
        return RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .status(Status.BAD_REQUEST_400)
                .setKeepAlive(false)
                .message("Invalid Host header: " + why)
                .safeMessage(true)
                .build();
    }
}
