package dev.provision.localcloud.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.provision.localcloud.lambda.Instance;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.HttpRoutes;
import dev.provision.localcloud.wire.InProcess;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

/**
 * The page under {@code /_console}: its files, a stream of snapshots, the log of a task or instance, and stopping a task.
 * Foreign hosts and origins were refused before; what changes something needs a header that another site cannot send.
 */
public final class Console implements HttpRoutes, AutoCloseable {
    private static final HeaderName GUARD = HeaderNames.create("X-Local-Cloud");
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    private static final int LINES = 200;
    private final JsonMapper json = new JsonMapper();
    private final InProcess cloud;
    private final Snapshot snapshot;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Console(InProcess cloud, Supplier<List<Instance>> instances, Supplier<Instant> now) {
        this.cloud = cloud;
        this.snapshot = new Snapshot(cloud, instances, now);
    }

    @Override
    public String prefix() {
        return "/_console";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        response.header(
                POLICY,
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'");
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Cache-Control", "no-store");
        String path = request.prologue().uriPath().path();
        switch (request.prologue().method().text() + " " + path) {
            case "GET /_console", "GET /_console/" -> file(response, "console.html", "text/html; charset=utf-8");
            case "GET /_console/console.js" -> file(response, "console.js", "text/javascript; charset=utf-8");
            case "GET /_console/console.css" -> file(response, "console.css", "text/css; charset=utf-8");
            case "GET /_console/events" -> events(response);
            case "GET /_console/logs" -> logs(request.query().first("stream").orElse(""), response);
            case "POST /_console/stop" -> stop(request, response);
            default -> response.status(404).send("No such path of the console.\n");
        }
    }

    private static void file(ServerResponse response, String name, String type) throws IOException {
        try (InputStream file = Console.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("the jar has no " + name);
            }
            response.header(HeaderNames.CONTENT_TYPE, type);
            response.send(file.readAllBytes());
        }
    }

    /** A snapshot a second, until the page or the cloud is closed. */
    private void events(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            // The browser shall know that it is connected while the first snapshot is still made.
            out.write(": the local cloud\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            do {
                out.write(("data: " + json.writeValueAsString(snapshot.take()) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            } while (!closed.await(1, TimeUnit.SECONDS));
        } catch (IOException | UncheckedIOException left) {
            // The page was closed; there is nobody to tell.
            return;
        } catch (InterruptedException stopping) {
            // The server stops: the stream ends as when the cloud is closed.
            Thread.currentThread().interrupt();
        }
    }

    /** @param stream the end of a stream's name: a task's id, or all of a function instance's */
    private void logs(String stream, ServerResponse response) throws IOException {
        ArrayNode lines = json.createArrayNode();
        if (!stream.isEmpty()) {
            cloud.ask(DescribeLogGroupsRequest.builder().build(), DescribeLogGroupsResponse.class).logGroups().stream()
                    .flatMap(group -> events(group.logGroupName(), stream).stream())
                    .forEach(event -> lines.addObject()
                            .put("time", Instant.ofEpochMilli(event.timestamp()).toString())
                            .put("message", event.message()));
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json.writeValueAsBytes(lines));
    }

    private List<FilteredLogEvent> events(String group, String stream) {
        List<FilteredLogEvent> events = cloud
                .ask(FilterLogEventsRequest.builder().logGroupName(group).build(), FilterLogEventsResponse.class)
                .events()
                .stream()
                .filter(event -> event.logStreamName().endsWith(stream))
                .toList();
        return events.subList(Math.max(0, events.size() - LINES), events.size());
    }

    private void stop(ServerRequest request, ServerResponse response) throws IOException {
        if (!request.headers().contains(GUARD)) {
            response.status(403).send("The header X-Local-Cloud is missing.\n");
            return;
        }
        try (InputStream body = request.content().inputStream()) {
            JsonNode task = json.readTree(body.readNBytes(4096));
            var _ = cloud.ask(
                    StopTaskRequest.builder()
                            .cluster(task.path("cluster").asText())
                            .task(task.path("task").asText())
                            .reason("Stopped in the console")
                            .build(),
                    StopTaskResponse.class);
            response.status(204).send();
        } catch (AwsError refused) {
            response.status(400).send(refused.getMessage() + "\n");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
