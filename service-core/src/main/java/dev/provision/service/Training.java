package dev.provision.service;

import dev.provision.service.json.Json;
import dev.provision.service.start.LeanServer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Runtime API that hands out events of a load balancer to the process it runs in, from which the JVM records an AOT cache
 * meanwhile: the Lambda loop turns them into HTTP requests, and the server answers those, so that the classes and profiles
 * of both computes are in the cache. Gone when all events are answered, which is the end of the loop.
 */
final class Training {
    /** For the profiles of methods; for their classes once is enough. */
    private static final int ROUNDS = "classes".equals(System.getenv("PROVISION_TRAINING")) ? 1 : 100;

    /** Requests of the application, one a line: method, path, and a JSON body where it has one. */
    private static final String REQUESTS = "/META-INF/provision/training-requests";

    private static final List<Lesson> COMMON = List.of(
            new Lesson("GET", "/lambda/health", Optional.empty()),
            new Lesson("GET", "/fargate/health", Optional.empty()),
            new Lesson("GET", "/observe/health/ready", Optional.empty()),
            new Lesson("GET", "/nothing", Optional.empty()));

    private final List<Lesson> lessons;
    private final WebServer api;
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();

    /** A request, which must be answered with a status below 500. */
    private record Lesson(String method, String path, Optional<String> body) {
        static Lesson parse(String line) {
            String[] parts = line.split("\\s+", 3);
            return new Lesson(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
        }

        JsonObject event(boolean multiValue) {
            JsonObjectBuilder headers = Json.object();
            JsonObjectBuilder query = Json.object();
            if (multiValue) {
                headers.add("host", Json.array().add("training"));
                headers.add("content-type", Json.array().add("application/json"));
                query.add("q", Json.array().add("a%20b"));
            } else {
                headers.add("host", "training").add("content-type", "application/json");
                query.add("q", "a%20b");
            }
            return Json.object()
                    .add("requestContext", Json.object().add("elb", Json.object()))
                    .add("httpMethod", method)
                    .add("path", path)
                    .add(multiValue ? "multiValueQueryStringParameters" : "queryStringParameters", query)
                    .add(multiValue ? "multiValueHeaders" : "headers", headers)
                    .add("body", body.orElse(""))
                    .add("isBase64Encoded", false)
                    .build();
        }
    }

    Training() {
        this.lessons = new ArrayList<>(COMMON);
        this.lessons.addAll(ofTheApplication());
        this.api = LeanServer.build(LeanServer.builder(new Http1ConnectionListener() {}, connection -> connection)
                .host("127.0.0.1")
                .port(0)
                .shutdownGracePeriod(Duration.ofMillis(100))
                .routing(HttpRouting.builder()
                        .get("/2018-06-01/runtime/invocation/next", this::handOut)
                        .post("/2018-06-01/runtime/invocation/{id}/response", this::check)));
    }

    /** Opens the Runtime API, and says where it is. */
    String start() {
        return "127.0.0.1:" + api.start().port();
    }

    private static List<Lesson> ofTheApplication() {
        List<Lesson> lessons = new ArrayList<>();
        try (InputStream file = Training.class.getResourceAsStream(REQUESTS)) {
            String text = file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\\R")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lessons.add(Lesson.parse(line.strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lessons;
    }

    /**
     * Closes the Runtime API.
     *
     * @return how many requests were answered
     * @throws IllegalStateException when an answer was not what it should be
     */
    int end() {
        api.stop();
        if (wrong.get() > 0 || handedOut.get() < ROUNDS * lessons.size()) {
            throw new IllegalStateException("The training run got " + wrong.get() + " wrong answers to "
                    + handedOut.get() + " of " + ROUNDS * lessons.size() + " requests");
        }
        return handedOut.get();
    }

    private void handOut(ServerRequest request, ServerResponse response) {
        int number = handedOut.get();
        if (number == ROUNDS * lessons.size()) {
            response.status(Status.GONE_410).send();
            return;
        }
        boolean multiValue = number / lessons.size() % 2 == 1;
        response.header(HeaderNames.create("Lambda-Runtime-Aws-Request-Id"), Integer.toString(number));
        response.header(
                HeaderNames.create("Lambda-Runtime-Deadline-Ms"),
                Long.toString(
                        System.currentTimeMillis() + Duration.ofSeconds(30).toMillis()));
        response.send(Json.bytes(lessons.get(number % lessons.size()).event(multiValue)));
    }

    private void check(ServerRequest request, ServerResponse response) {
        Optional<JsonValue> answer = Json.parse(request.content().as(byte[].class));
        if (answer.isEmpty()
                || answer.get().asJsonObject().getInt("statusCode") >= Status.INTERNAL_SERVER_ERROR_500.code()) {
            wrong.incrementAndGet();
        }
        handedOut.incrementAndGet();
        response.status(Status.ACCEPTED_202).send();
    }
}
