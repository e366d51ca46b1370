package dev.provision.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.provision.service.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lambda's side of the Runtime API, over HTTP, with an HTTP server that is not the service's. */
final class RuntimeApiPeer implements AutoCloseable {
    private static final String BASE = "/2018-06-01/runtime";

    /** What the function handed in, and to which path below that of its invocation. */
    record Answer(String path, String contentLength, String body) {
        JsonObject json() {
            return Json.parse(body.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow(() -> new AssertionError("No JSON: " + body))
                    .asJsonObject();
        }
    }

    private record Event(String requestId, String body, Instant deadline) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Answer>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Answer> initError = new CompletableFuture<>();
    private final CompletableFuture<Void> polled = new CompletableFuture<>();
    private final AtomicInteger responseStatus = new AtomicInteger(202);
    private final AtomicInteger nextStatus = new AtomicInteger(200);

    private RuntimeApiPeer(HttpServer server) {
        this.server = server;
    }

    static RuntimeApiPeer start() throws IOException {
        RuntimeApiPeer peer =
                new RuntimeApiPeer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        peer.server.createContext(BASE + "/invocation/next", peer::next);
        peer.server.createContext(BASE + "/invocation/", peer::answered);
        peer.server.createContext(BASE + "/init/error", peer::initFailed);
        peer.server.setExecutor(peer.threads);
        peer.server.start();
        return peer;
    }

    /** For the variable AWS_LAMBDA_RUNTIME_API. */
    String hostAndPort() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Hands the event to the function, with that long to answer, and waits for its answer. */
    Answer invoke(String requestId, String event, Duration timeout) throws Exception {
        return offer(requestId, event, timeout).get(60, TimeUnit.SECONDS);
    }

    CompletableFuture<Answer> offer(String requestId, String event, Duration timeout) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        answers.put(requestId, answer);
        events.add(new Event(requestId, event, Instant.now().plus(timeout)));
        return answer;
    }

    Answer awaitInitError() throws Exception {
        return initError.get(60, TimeUnit.SECONDS);
    }

    void awaitPoll() throws Exception {
        polled.get(60, TimeUnit.SECONDS);
    }

    /** From now on answers are taken with that status. */
    void takeAnswersWith(int status) {
        responseStatus.set(status);
    }

    /** The next question for an event, the waiting one included, is answered with that status. */
    void breakDown(int status) {
        nextStatus.set(status);
        events.add(new Event("none", "", Instant.EPOCH));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void next(HttpExchange exchange) throws IOException {
        polled.complete(null);
        Event event;
        try {
            event = events.take();
        } catch (InterruptedException closing) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", event.requestId());
        exchange.getResponseHeaders()
                .add(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(event.deadline().toEpochMilli()));
        exchange.getResponseHeaders().add("Lambda-Runtime-Trace-Id", "Root=1-" + event.requestId());
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-2:000000000000:function:f");
        byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
        // chunked, as Lambda does for events that are not small
        exchange.sendResponseHeaders(nextStatus.get(), 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void answered(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI()
                .getPath()
                .substring((BASE + "/invocation/").length())
                .split("/", 2);
        Answer answer = read(exchange, path[1]);
        int status = path[1].equals("response") ? responseStatus.get() : 202;
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
        if (status == 202) {
            answers.get(path[0]).complete(answer);
        }
    }

    private void initFailed(HttpExchange exchange) throws IOException {
        Answer answer = read(exchange, "init/error");
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
        initError.complete(answer);
    }

    private static Answer read(HttpExchange exchange, String path) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(path, exchange.getRequestHeaders().getFirst("Content-Length"), body);
    }
}
