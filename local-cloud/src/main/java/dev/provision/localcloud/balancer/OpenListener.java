package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.DataPlane;
import dev.provision.localcloud.elb.routes.ListenerRoutes;
import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import io.helidon.common.tls.TlsConfig;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

/** One listener that takes connections. */
final class OpenListener {
    /** "Quotas for your Application Load Balancers": one header, one request line. */
    private static final int MOST_LINE_BYTES = 16 * 1024;

    private static final int MOST_HEAD_BYTES = 64 * 1024;

    private static final Duration IDLE_CHECKS = Duration.ofSeconds(1);

    private final ListenerHandler handler;
    private final Optional<ListenerCertificates> certificates;
    private final WebServer server;

    private OpenListener(ListenerHandler handler, Optional<ListenerCertificates> certificates, WebServer server) {
        this.handler = handler;
        this.certificates = certificates;
        this.server = server;
    }

    /**
     * Starts listening.
     *
     * @param port on this machine; 0 for any
     * @throws DataPlane.PortTaken if the port is taken
     */
    static OpenListener open(DataPlane.Opening opening, int port, ListenerHandler handler) {
        Supplier<LoadBalancerPlan> plan = () -> handler.routes().loadBalancer();
        Optional<ListenerCertificates> certificates =
                opening.tls().map(terms -> new ListenerCertificates(terms.certificates()));
        WebServerConfig.Builder builder = WebServer.builder()
                .address(opening.address())
                .port(port)
                // Helidon 4.4.0 loses bytes of large answers on NIO: https://github.com/helidon-io/helidon/issues/11340
                .useNio(false)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ZERO)
                .protocolsDiscoverServices(false)
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .build())
                // Connections tell how much longer than allowed they have been idle, since the time-out can change.
                .idleConnectionTimeout(Duration.ZERO)
                .idleConnectionPeriod(IDLE_CHECKS)
                .addConnectionSelector(http1(plan))
                .directHandlers(failures(handler))
                .routing(routing -> routing.any(handler));
        opening.tls().ifPresent(terms -> {
            builder.tls(tls(terms, certificates.orElseThrow()));
            if (terms.http2()) {
                builder.addConnectionSelector(http2(plan, handler.clients()));
            }
        });
        return new OpenListener(handler, certificates, start(builder, opening.address(), port));
    }

    /** HTTP/1.1 without upgrades: load balancers speak HTTP/2 over TLS only. */
    private static ServerConnectionSelector http1(Supplier<LoadBalancerPlan> plan) {
        Http1ConnectionSelector helidon = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(MOST_LINE_BYTES)
                        .maxHeadersSize(MOST_HEAD_BYTES)
                        .continueImmediately(false)
                        .receiveLog(false)
                        .addSendListener(new ClientConnection.Answering())
                        .build())
                .build();
        return new ClientProtocol(helidon, context -> new ClientConnection(context, helidon, plan));
    }

    private static ServerConnectionSelector http2(Supplier<LoadBalancerPlan> plan, ClientWatch clients) {
        Http2ConnectionSelector helidon = Http2ConnectionSelector.builder()
                .http2Config(Http2Config.builder()
                        .maxHeaderListSize(MOST_HEAD_BYTES)
                        .sendErrorDetails(false)
                        .build())
                .build();
        return new ClientProtocol(
                helidon,
                context -> new SharedConnection(helidon.connection(context), context.childSocketId(), clients, plan));
    }

    private static WebServer start(WebServerConfig.Builder builder, InetAddress address, int port) {
        WebServer server = builder.build().start();
        // Helidon 4.4.0 logs that it cannot bind, and returns as if all were well.
        if (!server.isRunning()) {
            throw new DataPlane.PortTaken(address, port);
        }
        return server;
    }

    private static TlsConfig tls(DataPlane.TlsTerms terms, ListenerCertificates certificates) {
        List<String> applicationProtocols = terms.http2() ? List.of("h2", "http/1.1") : List.of("http/1.1");
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(terms.protocols().toArray(String[]::new));
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        return TlsConfig.builder()
                .sslContext(certificates.context())
                .sslParameters(parameters)
                .applicationProtocols(applicationProtocols)
                .buildPrototype();
    }

    /** Requests that never reach a handler, because they are malformed, are answered in the load balancer's words too. */
    private static DirectHandlers failures(ListenerHandler handler) {
        DirectHandler direct = (_, _, status, _, _) -> {
            int code = status.code() >= 500 ? 502 : status.code();
            handler.malformed(code);
            return DirectHandler.TransportResponse.builder()
                    .status(OwnAnswers.status(code))
                    .header(HeaderValues.create(HeaderNames.SERVER, "awselb/2.0"))
                    .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/html"))
                    .entity(OwnAnswers.page(code).getBytes(StandardCharsets.UTF_8))
                    .keepAlive(false)
                    .build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, direct);
        }
        return handlers.build();
    }

    int port() {
        return server.port();
    }

    void route(ListenerRoutes routes) {
        handler.route(routes);
    }

    void present(List<dev.provision.localcloud.acm.Certificate> next) {
        certificates.ifPresent(current -> current.replace(next));
    }

    void close() {
        server.stop();
    }
}
