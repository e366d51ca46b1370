package dev.provision.localcloud.balancer;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The answers that a load balancer gives by itself, worded as AWS words them. */
final class OwnAnswers {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(408, "Request Time-out"),
            Map.entry(413, "Request Entity Too Large"),
            Map.entry(414, "Request-URI Too Large"),
            Map.entry(463, ""),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Temporarily Unavailable"),
            Map.entry(504, "Gateway Time-out"));
    private static final Header SERVER = HeaderValues.createCached(HeaderNames.SERVER, "awselb/2.0");
    private static final Header HTML = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html");

    private final Traffic traffic;

    OwnAnswers(Traffic traffic) {
        this.traffic = traffic;
    }

    static Status status(int code) {
        return REASONS.containsKey(code) ? Status.create(code, REASONS.get(code)) : Status.create(code);
    }

    /** The page that goes with a status. */
    static String page(int code) {
        String title = (code + " " + REASONS.getOrDefault(code, "")).strip();
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n</body>\r\n</html>\r\n";
    }

    /** Tells the client that something went wrong, and counts it. */
    void failure(Exchange exchange, int code) {
        traffic.failure(exchange.plan(), code);
        ServerResponse response = exchange.response();
        server(exchange);
        response.headers().set(HTML);
        response.status(status(code));
        body(exchange, page(code).getBytes(StandardCharsets.UTF_8));
    }

    static void server(Exchange exchange) {
        if (exchange.routes().serverHeader()) {
            exchange.response().headers().set(SERVER);
        }
    }

    /** Sends a body, or only its length in answer to HEAD. */
    static void body(Exchange exchange, byte[] bytes) {
        if (exchange.method().equals("HEAD")) {
            exchange.response().headers().set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, bytes.length));
            exchange.response().send();
        } else {
            exchange.response().send(bytes);
        }
    }
}
