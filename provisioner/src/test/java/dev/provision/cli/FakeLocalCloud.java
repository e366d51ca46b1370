package dev.provision.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The paths of a local cloud that the CLI itself uses, as a program of its own. */
public final class FakeLocalCloud {
    private FakeLocalCloud() {}

    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int port = Integer.parseInt(options.get(options.indexOf("--port") + 1));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/_local/health", exchange -> {
            byte[] body = "{\"status\":\"UP\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/_local/stop", exchange -> {
            boolean allowed = exchange.getRequestHeaders().containsKey("X-Local-Cloud");
            exchange.sendResponseHeaders(allowed ? 202 : 403, -1);
            exchange.close();
            if (allowed) {
                Thread.ofPlatform().start(() -> server.stop(0));
            }
        });
        server.start();
    }
}
