package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service with a collector that takes OTLP by protobuf over HTTP, and without one. */
@Timeout(120)
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private HttpServer collector;

    private record Received(String path, String contentType, String key, ExportTraceServiceRequest spans) {
        Map<String, String> resource() {
            return attributes(only().getResource().getAttributesList());
        }

        Span span() {
            assertThat(only().getScopeSpansList()).hasSize(1);
            assertThat(only().getScopeSpans(0).getSpansList()).hasSize(1);
            return only().getScopeSpans(0).getSpans(0);
        }

        private ResourceSpans only() {
            assertThat(spans.getResourceSpansList()).hasSize(1);
            return spans.getResourceSpans(0);
        }
    }

    @BeforeEach
    void startCollector() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", this::take);
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.add(new Received(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("X-Api-Key"),
                ExportTraceServiceRequest.parseFrom(body)));
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort());
        return environment;
    }

    @Test
    void a_task_sends_a_span_of_a_request_as_part_of_its_clients_trace() throws Exception {
        Map<String, String> environment = environment(Map.of(
                "OTEL_SERVICE_NAME", "greeter",
                "OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=k3y",
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "SERVICE_VERSION", "7",
                "LOGGING_FORMAT", "json"));
        Received request;
        try (ServiceProcess service = ServiceProcess.start(environment)) {
            ask(service.port(), "/health");
            ask(service.port(), "/fargate/greetings/Ada?secret=1");
            request = received.poll(60, TimeUnit.SECONDS);
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(service.lines())
                    .filteredOn(line -> line.contains("Completed GET /fargate/greetings/Ada"))
                    .singleElement()
                    .asString()
                    .contains("\"traceId\":\"Root=1-67891233-abcdef012345678912345678\"");
        }
        assertThat(request.path()).isEqualTo("/v1/traces");
        assertThat(request.contentType()).isEqualTo("application/x-protobuf");
        assertThat(request.key()).isEqualTo("k3y");
        assertThat(request.resource()).containsEntry("service.name", "greeter").containsEntry("service.version", "7");
        Span span = request.span();
        assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray())).isEqualTo(TRACE);
        assertThat(HexFormat.of().formatHex(span.getParentSpanId().toByteArray()))
                .isEqualTo(PARENT);
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getName()).isEqualTo("GET /fargate/greetings/{name}");
        assertThat(attributes(span.getAttributesList()))
                .containsEntry("url.path", "/fargate/greetings/Ada")
                .containsEntry("http.route", "/fargate/greetings/{name}")
                .containsEntry("http.response.status_code", "200");
        assertThat(request.spans().toString()).doesNotContain("secret");
        assertThat(received).isEmpty();
    }

    @Test
    void a_function_sends_its_spans_before_it_asks_for_the_next_invocation() throws Exception {
        try (RuntimeApiPeer lambda = RuntimeApiPeer.start();
                ServiceProcess service = ServiceProcess.start(environment(Map.of(
                        "AWS_LAMBDA_RUNTIME_API",
                        lambda.hostAndPort(),
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "demo-lambda",
                        // never by itself
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "3600000")))) {
            lambda.invoke("t1", """
                    {"requestContext":{"elb":{}},"httpMethod":"GET","path":"/lambda/greetings/Ada","headers":{}}
                    """, Duration.ofSeconds(60));
            Received request = received.poll(60, TimeUnit.SECONDS);
            assertThat(request.resource()).containsEntry("service.name", "demo-lambda");
            assertThat(request.span().getName()).isEqualTo("GET /lambda/greetings/{name}");
            assertThat(attributes(request.span().getAttributesList())).containsEntry("faas.invocation_id", "t1");
            service.terminate();
            assertThat(service.awaitExit()).isZero();
        }
    }

    @Test
    void a_collector_that_is_not_there_costs_no_request_and_is_a_line_of_the_log() throws Exception {
        collector.stop(0);
        Map<String, String> atOnce = Map.of(
                "LOGGING_FORMAT", "json",
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");
        try (ServiceProcess service = ServiceProcess.start(environment(atOnce))) {
            assertThat(ask(service.port(), "/greetings/Ada")).isEqualTo(200);
            service.awaitLine("Failed to export spans");
            assertThat(ask(service.port(), "/greetings/Ada")).isEqualTo(200);
            assertThat(service.lines()).allMatch(line -> line.startsWith("{"));
        }
    }

    @Test
    void nothing_of_it_is_loaded_where_no_variable_names_a_collector() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(Map.of("OTEL_SERVICE_NAME", "x"), "-Xlog:class+load")) {
            assertThat(ask(service.port(), "/greetings/Ada")).isEqualTo(200);
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(service.lines())
                    .anyMatch(line -> line.contains("dev.provision.service.Application "))
                    .noneMatch(line -> line.contains("opentelemetry.") || line.contains("service.tracing."));
        }
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> texts = new HashMap<>();
        for (KeyValue attribute : attributes) {
            texts.put(
                    attribute.getKey(),
                    attribute.getValue().hasIntValue()
                            ? Long.toString(attribute.getValue().getIntValue())
                            : attribute.getValue().getStringValue());
        }
        return texts;
    }

    private static int ask(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                    .header("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
