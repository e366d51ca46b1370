package dev.provision.localcloud.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The Runtime API of one execution environment (Lambda guide, runtimes-api): its process asks for the next event, and
 * reports how that went. Time is the wall's, since the function's clock is.
 */
final class RuntimeApi implements AutoCloseable {
    /** Where real environments have it, too; that it can be bound claims the address for this environment. */
    private static final int PORT = 9001;

    private static final int MOST_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;
    private static final Pattern REPORT = Pattern.compile("/2018-06-01/runtime/invocation/([^/]+)/(response|error)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Optional<Report.FunctionError>> initialised = new CompletableFuture<>();
    private final BlockingQueue<Pending> next = new ArrayBlockingQueue<>(1);
    private final AtomicReference<Optional<Pending>> current = new AtomicReference<>(Optional.empty());

    private record Pending(Work work, long deadlineMillis, CompletableFuture<Report> report) {}

    private RuntimeApi(HttpServer server) {
        this.server = server;
    }

    /** @throws java.net.BindException if another environment has the address */
    static RuntimeApi bind(InetAddress address) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, PORT), 0);
        RuntimeApi api = new RuntimeApi(server);
        server.createContext("/2018-06-01/runtime/", api::handle);
        server.setExecutor(api.threads);
        server.start();
        return api;
    }

    InetAddress address() {
        return server.getAddress().getAddress();
    }

    /** {@code AWS_LAMBDA_RUNTIME_API}. */
    String hostAndPort() {
        return address().getHostAddress() + ":" + PORT;
    }

    /** Completes when the process first asks for an event, or with the error that kept it from coming so far. */
    CompletableFuture<Optional<Report.FunctionError>> initialised() {
        return initialised;
    }

    /**
     * Hands an event to the process; only one at a time.
     *
     * @param timeout after which the function will be ended, for its own information
     */
    CompletableFuture<Report> offer(Work work, Duration timeout) {
        Pending pending = new Pending(work, System.currentTimeMillis() + timeout.toMillis(), new CompletableFuture<>());
        current.set(Optional.of(pending));
        next.add(pending);
        return pending.report();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher report = REPORT.matcher(path);
        try (exchange) {
            if (path.equals("/2018-06-01/runtime/invocation/next")) {
                next(exchange);
            } else if (path.equals("/2018-06-01/runtime/init/error")) {
                initialised.complete(Optional.of(error(exchange)));
                accepted(exchange);
            } else if (report.matches()) {
                report(exchange, report.group(1), report.group(2).equals("response"));
            } else {
                answer(exchange, 404, "{\"errorMessage\":\"unknown path\",\"errorType\":\"NotFound\"}");
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        initialised.complete(Optional.empty());
        Pending pending;
        try {
            pending = next.take();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            return;
        }
        Work work = pending.work();
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", work.requestId());
        headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(pending.deadlineMillis()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", work.functionArn());
        headers.set("Lambda-Runtime-Trace-Id", work.traceId());
        work.clientContext().ifPresent(context -> headers.set("Lambda-Runtime-Client-Context", context));
        byte[] payload = work.payload().asByteArrayUnsafe();
        exchange.sendResponseHeaders(200, payload.length);
        exchange.getResponseBody().write(payload);
    }

    private void report(HttpExchange exchange, String requestId, boolean response) throws IOException {
        Optional<Pending> pending =
                current.get().filter(now -> now.work().requestId().equals(requestId));
        if (pending.isEmpty()) {
            answer(exchange, 400, "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
            return;
        }
        Report report = response ? response(exchange) : error(exchange);
        boolean tooLarge = response && report instanceof Report.FunctionError;
        if (tooLarge) {
            answer(
                    exchange,
                    413,
                    "{\"errorMessage\":\"Exceeded maximum allowed payload size (" + MOST_RESPONSE_BYTES
                            + " bytes).\",\"errorType\":\"RequestEntityTooLarge\"}");
        } else {
            accepted(exchange);
        }
        current.set(Optional.empty());
        pending.get().report().complete(report);
    }

    private static Report response(HttpExchange exchange) throws IOException {
        byte[] payload = exchange.getRequestBody().readNBytes(MOST_RESPONSE_BYTES + 1);
        if (payload.length <= MOST_RESPONSE_BYTES) {
            return new Report.Response(SdkBytes.fromByteArrayUnsafe(payload));
        }
        String type = "Function.ResponseSizeTooLarge";
        return new Report.FunctionError(
                type,
                ErrorDocument.json(
                        type,
                        "Response payload size exceeded maximum allowed payload size (" + MOST_RESPONSE_BYTES
                                + " bytes)."));
    }

    private static Report.FunctionError error(HttpExchange exchange) throws IOException {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type"))
                .orElse("Runtime.UnknownReason");
        byte[] payload = exchange.getRequestBody().readNBytes(MOST_RESPONSE_BYTES);
        return new Report.FunctionError(type, SdkBytes.fromByteArrayUnsafe(payload));
    }

    private static void accepted(HttpExchange exchange) throws IOException {
        answer(exchange, 202, "{\"status\":\"OK\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
