package dev.provision.localcloud.balancer;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The lines of access logs until they are delivered (Elastic Load Balancing guide, load-balancer-access-logs). Ciphers,
 * certificates and the connection's trace id are left out, and so are lines beyond a number: AWS logs as well as it can, too.
 */
final class AccessLog {
    private static final int MOST_LINES = 50_000;

    private final Map<String, BlockingQueue<String>> lines = new ConcurrentHashMap<>();

    /** Writes a request down, whose answer has been given or given up, if its load balancer logs. */
    void add(Exchange exchange, Instant now) {
        if (exchange.plan().logged()) {
            // What does not fit is lost.
            var _ = lines.computeIfAbsent(exchange.plan().dimension(), _ -> new LinkedBlockingQueue<String>(MOST_LINES))
                    .offer(line(exchange, now));
        }
    }

    /** The lines of a load balancer, which are forgotten. */
    List<String> take(String dimension) {
        List<String> taken = new ArrayList<>();
        BlockingQueue<String> queue = lines.get(dimension);
        if (queue != null) {
            queue.drainTo(taken);
        }
        return taken;
    }

    private static String line(Exchange exchange, Instant now) {
        Visit visit = exchange.visit();
        ServerRequest request = exchange.request();
        boolean http2 = request.prologue().protocolVersion().startsWith("2");
        String kind = http2 ? "h2" : exchange.routes().tls() ? "https" : "http";
        int status = visit.status().orElseGet(() -> exchange.response().status().code());
        String targetStatus =
                visit.targetStatus().isPresent() ? "" + visit.targetStatus().getAsInt() : "-";
        double[] times = visit.times();
        return String.join(
                " ",
                kind,
                now.toString(),
                exchange.plan().dimension(),
                exchange.source().getHostAddress() + ":" + exchange.sourcePort(),
                visit.target(),
                seconds(times[0]),
                seconds(times[1]),
                seconds(times[2]),
                "" + status,
                targetStatus,
                "" + request.headers().contentLength().orElse(0),
                "" + exchange.response().bytesWritten(),
                quoted(request.prologue().method().text() + " " + url(exchange) + " "
                        + request.prologue().rawProtocol()),
                quoted(request.headers().first(HeaderNames.USER_AGENT).orElse("-")),
                "- -",
                visit.group().orElse("-"),
                quoted(visit.trace()),
                quoted(exchange.routes().tls() ? exchange.host() : "-"),
                quoted("-"),
                visit.priority(),
                visit.came().toString(),
                quoted(visit.action()),
                quoted(visit.redirect()),
                quoted(visit.reason()),
                quoted(visit.target()),
                quoted(targetStatus),
                quoted("-"),
                quoted("-"),
                "-");
    }

    private static String url(Exchange exchange) {
        String query = exchange.request().prologue().query().rawValue();
        return (exchange.routes().tls() ? "https" : "http") + "://" + exchange.host() + ":"
                + exchange.routes().port()
                + exchange.request().prologue().uriPath().rawPath()
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String seconds(double seconds) {
        return seconds < 0 ? "-1" : String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\x22") + '"';
    }
}
