package dev.provision.service.start;

import io.helidon.common.Size;
import io.helidon.http.RequestedUriDiscoveryContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.math.BigDecimal;
import java.util.List;

/**
 * HTTP/1.1 with Helidon's own limits and checks (that of Host by {@link HostHeader}), without its log of every byte. Made by hand, because the builder parses
 * "64 KB" as a decimal: the set-up of BigDecimal, which works out powers of five with 150,000 bits, is a tenth of a cold
 * start.
 */
public final class PlainHttp1 implements Http1Config {
    private static final int MAX_PROLOGUE_BYTES = 4096;
    private static final int MAX_HEADERS_BYTES = 16384;
    private static final int MAX_BUFFERED_ENTITY_BYTES = 65536;

    private final RequestedUriDiscoveryContext requestedUri =
            RequestedUriDiscoveryContext.builder().socketId(name()).build();
    private final Http1ConnectionListener silent = new Http1ConnectionListener() {};
    private final Http1ConnectionListener requests;

    /** @param requests told what comes in */
    public PlainHttp1(Http1ConnectionListener requests) {
        this.requests = new HostHeader(requests);
    }

    /** A size of which the web server asks for the bytes only. */
    private record Bytes(long toBytes) implements Size {
        @Override
        public BigDecimal to(Unit unit) {
            return Size.create(toBytes).to(unit);
        }

        @Override
        public String toString(UnitKind kind) {
            return Size.create(toBytes).toString(kind);
        }

        @Override
        public String toString(Unit unit, UnitKind kind) {
            return Size.create(toBytes).toString(unit, kind);
        }
    }

    @Override
    public String name() {
        return "@default";
    }

    @Override
    public int maxPrologueLength() {
        return MAX_PROLOGUE_BYTES;
    }

    @Override
    public int maxHeadersSize() {
        return MAX_HEADERS_BYTES;
    }

    @Override
    public Size maxBufferedEntitySize() {
        return new Bytes(MAX_BUFFERED_ENTITY_BYTES);
    }

    @Override
    public boolean validateRequestHeaders() {
        return true;
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public boolean validateRequestHostHeader() {
        // HostHeader does it
        return false;
    }

    @Override
    public boolean validateResponseHeaders() {
        return false;
    }

    @Override
    public boolean validatePrologue() {
        return true;
    }

    @Override
    public boolean validatePath() {
        return true;
    }

    @Override
    public boolean receiveLog() {
        return false;
    }

    @Override
    public boolean sendLog() {
        return false;
    }

    @Override
    public boolean continueImmediately() {
        return false;
    }

    @Override
    public RequestedUriDiscoveryContext requestedUriDiscovery() {
        return requestedUri;
    }

    @Override
    public List<Http1ConnectionListener> sendListeners() {
        return List.of();
    }

    @Override
    public List<Http1ConnectionListener> receiveListeners() {
        return List.of(requests);
    }

    @Override
    public Http1ConnectionListener compositeSendListener() {
        return silent;
    }

    @Override
    public Http1ConnectionListener compositeReceiveListener() {
        return requests;
    }
}
