package peer;

import io.helidon.webserver.WebServer;

/** The least a Helidon server can do. */
public final class Main {
    public static void main(String[] args) {
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(System.getenv("SERVER_PORT")))
                .routing(routing -> routing.get("/health", (request, response) -> response.send("hello")))
                .build()
                .start();
    }
}
