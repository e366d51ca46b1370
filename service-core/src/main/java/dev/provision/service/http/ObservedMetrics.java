package dev.provision.service.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * {@code GET /observe/metrics}: the requests and the JVM, in the text format of Prometheus. Not Helidon's metrics, whose
 * registry every cold start would pay for; nothing here is set up before the first scrape.
 */
public final class ObservedMetrics implements HttpService {
    private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final RequestMetrics requests;
    private final InFlight inFlight;

    public ObservedMetrics(RequestMetrics requests, InFlight inFlight) {
        this.requests = requests;
        this.inFlight = inFlight;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        StringBuilder text = new StringBuilder(2048);
        requests.write(text);
        gauge(text, "http_server_active_requests", "Requests being answered, this one too.", inFlight.count());
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        gauge(text, "jvm_heap_used_bytes", "Heap in use, garbage included.", heap.getUsed());
        gauge(text, "jvm_heap_max_bytes", "Heap there may be.", heap.getMax());
        gauge(
                text,
                "jvm_non_heap_used_bytes",
                "Classes and compiled code.",
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
        gauge(
                text,
                "process_uptime_seconds",
                "Since the process started.",
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
        response.headers().set(HeaderNames.CONTENT_TYPE, MEDIA_TYPE);
        response.send(text.toString());
    }

    private static void gauge(StringBuilder text, String name, String help, Number value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        text.append(name).append(' ').append(value).append('\n');
    }
}
