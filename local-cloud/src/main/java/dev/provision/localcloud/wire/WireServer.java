package dev.provision.localcloud.wire;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.webserver.websocket.WsUpgrader;
import io.helidon.websocket.WsListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The HTTP server in front of the cloud; on a loopback address only. */
public final class WireServer implements AutoCloseable {
    private static final Pattern OWN_HOST =
            Pattern.compile("(([a-z0-9_-]+\\.)*localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
    /** The largest request that an AWS API here takes is an invocation of 6 MB; base64 makes it larger. */
    private static final int MAX_BODY = 16 << 20;

    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final WebServer server;
    private final int port;
    private volatile Optional<Served> served = Optional.empty();

    private record Served(Dispatcher dispatcher, List<HttpRoutes> routes, List<SocketRoutes> sockets) {}

    private WireServer(int wanted) {
        this.server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(wanted)
                .shutdownHook(false)
                // Helidon 4.4.0 loses bytes of large answers on NIO: https://github.com/helidon-io/helidon/issues/11340
                .useNio(false)
                .shutdownGracePeriod(Duration.ofMillis(200))
                .contentEncoding(encoding ->
                        encoding.contentEncodingsDiscoverServices(false).addContentEncoding(new EncodedRequests()))
                .directHandlers(DirectHandlers.builder()
                        .addHandler(DirectHandler.EventType.INTERNAL_ERROR, new UnreadableRequests())
                        .build())
                .addConnectionSelector(http1())
                .routing(routing -> routing.any(this::handle))
                .addRouting(WsRouting.builder().endpoint("/*", () -> new Connection(this::connect)))
                .build()
                .start();
        // Helidon logs that it cannot bind, and returns as if all were well.
        if (!server.isRunning()) {
            throw new PortTaken(wanted);
        }
        this.port = server.port();
    }

    /** HTTP/1.1 without an upgrade to HTTP/2, as AWS's endpoints have it. */
    private static Http1ConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(16 << 10)
                        .maxHeadersSize(64 << 10)
                        .build())
                .addUpgrader(WsUpgrader.create(WsConfig.create()))
                .build();
    }

    /**
     * Starts it; it answers 503 until it has something to {@link #serve}.
     *
     * @param port to listen on; 0 for a free one
     * @throws PortTaken if another process listens on the port
     */
    public static WireServer start(int port) {
        return new WireServer(port);
    }

    /**
     * Serves these from now on, and no longer what it served before.
     *
     * @param dispatcher the AWS APIs
     * @param routes everything else; the first prefix that fits wins
     * @param sockets the WebSockets
     */
    public void serve(Dispatcher dispatcher, List<HttpRoutes> routes, List<SocketRoutes> sockets) {
        served = Optional.of(new Served(dispatcher, List.copyOf(routes), List.copyOf(sockets)));
    }

    /** The port that it listens, or listened, on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.stop();
    }

    private void handle(ServerRequest request, ServerResponse response) throws Exception {
        Optional<String> refused = refused(request.authority(), request.headers());
        if (refused.isPresent()) {
            response.status(403).send(refused.get());
            return;
        }
        Optional<Served> now = served;
        if (now.isEmpty()) {
            response.status(503).send("The local cloud is starting.\n");
            return;
        }
        String path = request.prologue().uriPath().rawPath();
        for (HttpRoutes route : now.get().routes()) {
            if (path.equals(route.prefix()) || path.startsWith(route.prefix() + "/")) {
                route.handle(request, response);
                return;
            }
        }
        aws(now.get().dispatcher(), request, path, response);
    }

    /**
     * Why a request is refused before anything looks at it. A web page must neither reach the cloud by a name that
     * resolves to a loopback address nor by a request from another site.
     */
    private static Optional<String> refused(String authority, Headers headers) {
        String host = Optional.ofNullable(authority).orElse("").toLowerCase(Locale.ROOT);
        if (!OWN_HOST.matcher(host).matches()) {
            return Optional.of("The local cloud answers to localhost and loopback addresses only.\n");
        }
        Optional<String> origin = headers.first(HeaderNames.ORIGIN).map(text -> text.toLowerCase(Locale.ROOT));
        boolean foreign = origin.filter(text ->
                        !OWN_HOST.matcher(text.replaceFirst("^https?://", "")).matches())
                .isPresent();
        // Without an Origin come images, scripts and links of other sites: https://www.w3.org/TR/fetch-metadata/
        boolean crossSite = headers.first(FETCH_SITE)
                .filter(site -> site.equals("cross-site") || site.equals("same-site"))
                .isPresent();
        return foreign || crossSite
                ? Optional.of("The local cloud does not serve other sites' pages.\n")
                : Optional.empty();
    }

    private Optional<WsListener> connect(String path, Headers headers) {
        boolean refused =
                refused(headers.first(HeaderNames.HOST).orElse(""), headers).isPresent();
        return served.filter(_ -> !refused).stream()
                .flatMap(now -> now.sockets().stream())
                .filter(route -> path.startsWith(route.prefix() + "/"))
                .findFirst()
                .flatMap(route -> route.connect(path));
    }

    private static void aws(Dispatcher dispatcher, ServerRequest request, String path, ServerResponse response)
            throws IOException {
        WireRequest wireRequest;
        try {
            byte[] body = body(request);
            if (body.length > MAX_BODY) {
                response.status(413).send("The request is larger than " + MAX_BODY + " bytes.\n");
                return;
            }
            wireRequest = wireRequest(request, path, body);
        } catch (DataReader.InsufficientDataAvailableException cutOff) {
            // The body ended before its length: there is nobody left to answer.
            throw new CloseConnectionException("the request was cut off", cutOff);
        } catch (Malformed | ZipException | EOFException unreadable) {
            response.status(400).send("The request cannot be read.\n");
            return;
        }
        WireResponse answer =
                dispatcher.handle(wireRequest).orElseThrow(() -> new CloseConnectionException("closed on purpose"));
        response.status(answer.status());
        answer.headers().forEach((name, value) -> response.header(name, value));
        if (wireRequest.method().equals("HEAD")) {
            response.send();
        } else {
            response.send(answer.body());
        }
    }

    private static byte[] body(ServerRequest request) throws IOException {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        // The SDKs compress large metric data: https://docs.aws.amazon.com/sdkref/latest/guide/feature-compression.html
        boolean gzip = request.headers()
                .first(HeaderNames.CONTENT_ENCODING)
                .filter(encoding -> encoding.toLowerCase(Locale.ROOT).contains("gzip"))
                .isPresent();
        try (InputStream raw = request.content().inputStream();
                InputStream plain = gzip ? new GZIPInputStream(raw) : raw) {
            return plain.readNBytes(MAX_BODY + 1);
        }
    }

    private static WireRequest wireRequest(ServerRequest request, String path, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : request.headers()) {
            headers.put(header.name().toLowerCase(Locale.ROOT), header.allValues());
        }
        headers.putIfAbsent("host", List.of(request.authority()));
        return BucketHost.pathStyle(new WireRequest(
                request.prologue().method().text(),
                path,
                query(request.prologue().query().rawValue()),
                headers,
                body,
                request.remotePeer().host()));
    }

    private static Map<String, List<String>> query(String raw) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            Form.parse(pair).forEach((name, value) -> query.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(value));
        }
        return query;
    }

    /** Another process listens on the port. */
    public static final class PortTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int port;

        PortTaken(int port) {
            super("port " + port + " is taken");
            this.port = port;
        }

        public int port() {
            return port;
        }
    }
}
