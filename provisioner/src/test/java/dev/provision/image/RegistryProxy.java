package dev.provision.image;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a registry and writes down what is sent to it. */
public final class RegistryProxy implements AutoCloseable {
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", "date");

    private final URI registry;
    private final Optional<String> authorization;
    private final WebServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    RegistryProxy(URI registry) {
        this(registry, Optional.empty());
    }

    /** @param authorization what is sent on for clients that do not log in */
    public RegistryProxy(URI registry, Optional<String> authorization) {
        this.registry = registry;
        this.authorization = authorization;
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                // https://github.com/helidon-io/helidon/issues/11340
                .useNio(false)
                .routing(routing -> routing.any(this::forward))
                .build()
                .start();
    }

    public String host() {
        return "127.0.0.1:" + server.port();
    }

    /** The requests that sent something, since the last time this was called. */
    List<String> takeSent() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public void close() {
        server.stop();
        client.close();
    }

    private void forward(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        String method = request.prologue().method().text();
        String path = request.prologue().uriPath().rawPath();
        String query = request.prologue().query().rawValue();
        byte[] body = new byte[0];
        if (request.content().hasEntity()) {
            try (InputStream in = request.content().inputStream()) {
                body = in.readAllBytes();
            }
        }
        if (!Set.of("GET", "HEAD").contains(method)) {
            sent.add(method + " " + path);
        }
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        registry.resolve(query.isEmpty() ? path : path + "?" + query))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        for (Header header : request.headers()) {
            if (!NOT_FORWARDED.contains(header.name().toLowerCase(Locale.ROOT))) {
                forwarded.header(header.name(), header.get());
            }
        }
        if (!request.headers().contains(HeaderNames.AUTHORIZATION)) {
            authorization.ifPresent(known -> forwarded.header("Authorization", known));
        }
        HttpResponse<byte[]> answer = client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name)) {
                response.header(HeaderNames.create(name), values.toArray(String[]::new));
            }
        });
        response.status(answer.statusCode());
        if (method.equals("HEAD")) {
            answer.headers()
                    .firstValue("content-length")
                    .ifPresent(length -> response.header(HeaderNames.CONTENT_LENGTH, length));
            response.send();
        } else {
            response.send(answer.body());
        }
    }
}
