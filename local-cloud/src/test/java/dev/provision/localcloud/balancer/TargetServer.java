package dev.provision.localcloud.balancer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that stands for a task. */
final class TargetServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger healthStatus = new AtomicInteger(200);

    /** What a target does with a request that is no health check. */
    interface Code {
        void handle(HttpExchange exchange) throws IOException;
    }

    TargetServer(InetAddress address, Code code) {
        try {
            server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(healthStatus.get(), -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                code.handle(exchange);
            }
        });
        server.setExecutor(executor);
        server.start();
    }

    /** A target that answers with a text. */
    static Code saying(String text) {
        return exchange -> answer(exchange, 200, text);
    }

    /** A target that tells what it got: request line, headers, body. */
    static Code mirror() {
        return exchange -> {
            StringBuilder seen = new StringBuilder()
                    .append(exchange.getRequestMethod())
                    .append(' ')
                    .append(exchange.getRequestURI())
                    .append('\n');
            exchange.getRequestHeaders().forEach((name, values) -> seen.append(name.toLowerCase(java.util.Locale.ROOT))
                    .append(": ")
                    .append(String.join("|", values))
                    .append('\n'));
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.append('\n').append(new String(body, StandardCharsets.UTF_8));
            exchange.getResponseHeaders().put("Set-Cookie", List.of("a=1", "b=2"));
            exchange.getResponseHeaders().set("Keep-Alive", "timeout=99");
            answer(exchange, 200, seen.toString());
        };
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** What health checks get from now on. */
    void health(int status) {
        healthStatus.set(status);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
