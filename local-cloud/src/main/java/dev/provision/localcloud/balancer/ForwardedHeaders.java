package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.LoadBalancerPlan;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The headers of a request as a target gets them: those of the client without the hop-by-hop ones, and the load balancer's
 * own ("HTTP headers and Application Load Balancers").
 */
final class ForwardedHeaders {
    /** More addresses than that in X-Forwarded-For and the load balancer answers 463. */
    static final int MOST_FORWARDERS = 30;

    private static final String FOR = "x-forwarded-for";
    private static final String TRACE = "x-amzn-trace-id";
    private static final Set<String> OWN = Set.of(FOR, "x-forwarded-proto", "x-forwarded-port", TRACE);
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");

    private ForwardedHeaders() {}

    /** Whether a header is for this connection only; {@code name} in lower case. */
    static boolean hopByHop(String name) {
        return HOP_BY_HOP.contains(name);
    }

    static int forwarders(Exchange exchange) {
        int count = 0;
        for (String line : exchange.header(FOR)) {
            count += line.split(",", -1).length;
        }
        return count;
    }

    /** Hands each header line to {@code to}: name as the client wrote it, and value. */
    static void write(Exchange exchange, BiConsumer<String, String> to) {
        Headers headers = exchange.request().headers();
        Set<String> named = headers.contains(HeaderNames.CONNECTION) ? namedByConnection(headers) : Set.of();
        boolean hosted = false;
        for (Header header : headers) {
            String name = header.headerName().lowerCase();
            if (hopByHop(name)
                    || OWN.contains(name)
                    || named.contains(name)
                    || (exchange.plan().dropInvalidHeaders() && !usual(name))) {
                continue;
            }
            boolean host = name.equals("host");
            hosted |= host;
            if (host && exchange.newHost().isPresent()) {
                to.accept(header.name(), exchange.newHost().get());
            } else if (header.valueCount() == 1) {
                to.accept(header.name(), header.get());
            } else {
                for (String value : header.allValues()) {
                    to.accept(header.name(), value);
                }
            }
        }
        if (!hosted) {
            to.accept("Host", exchange.newHost().orElseGet(exchange.request()::authority));
        }
        forwardedFor(exchange).ifPresent(value -> to.accept("X-Forwarded-For", value));
        to.accept("X-Forwarded-Proto", exchange.routes().tls() ? "https" : "http");
        to.accept("X-Forwarded-Port", Integer.toString(exchange.routes().port()));
        String trace = trace(exchange);
        exchange.visit().trace(trace);
        to.accept("X-Amzn-Trace-Id", trace);
    }

    private static Set<String> namedByConnection(Headers headers) {
        return headers.all(HeaderNames.CONNECTION, List::of).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean usual(String name) {
        return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static Optional<String> forwardedFor(Exchange exchange) {
        List<String> before = exchange.header(FOR);
        LoadBalancerPlan plan = exchange.plan();
        return switch (plan.forwardedFor()) {
            case REMOVE -> Optional.empty();
            case PRESERVE -> before.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", before));
            case APPEND -> {
                String client = exchange.source().getHostAddress();
                if (plan.clientPort()) {
                    client += ":" + exchange.sourcePort();
                }
                yield Optional.of(before.isEmpty() ? client : String.join(", ", before) + ", " + client);
            }
        };
    }

    /** "Request tracing for your Application Load Balancer". */
    private static String trace(Exchange exchange) {
        List<String> before = exchange.header(TRACE);
        if (before.isEmpty()) {
            return "Root=" + traceId();
        }
        String text = before.getFirst();
        return text.contains("Root=") ? "Self=" + traceId() + ";" + text : "Root=" + traceId() + ";" + text;
    }

    private static String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder id = new StringBuilder(35).append("1-");
        hex(id, System.currentTimeMillis() / 1000, 8);
        id.append('-');
        hex(id, random.nextLong(), 16);
        hex(id, random.nextLong(), 8);
        return id.toString();
    }

    private static void hex(StringBuilder to, long bits, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            to.append(Character.forDigit((int) (bits >>> shift) & 0xf, 16));
        }
    }
}
