package dev.provision.localcloud;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provision.localcloud.wire.HttpRoutes;
import dev.provision.localcloud.wire.RequestLog;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;

/** The local cloud's own paths: health, the request log, reset and stop. */
final class LocalRoutes implements HttpRoutes {
    private static final HeaderName GUARD = HeaderNames.create("X-Local-Cloud");
    private final JsonMapper json = new JsonMapper();
    private final LocalCloud cloud;

    LocalRoutes(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** Whether a request has the header that a web page of another site cannot send; answers it if not. */
    static boolean guarded(ServerRequest request, ServerResponse response) {
        boolean guarded = request.headers().contains(GUARD);
        if (!guarded) {
            response.status(403).send("The header X-Local-Cloud is missing.\n");
        }
        return guarded;
    }

    @Override
    public String prefix() {
        return "/_local";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String method = request.prologue().method().text();
        String path = request.prologue().uriPath().path();
        switch (method + " " + path) {
            case "GET /_local/health" -> send(response, json.createObjectNode().put("status", "UP"));
            case "GET /_local/requests" -> requests(request, response);
            case "POST /_local/reset" -> {
                if (guarded(request, response)) {
                    cloud.reset();
                    response.status(204).send();
                }
            }
            case "POST /_local/stop" -> {
                if (guarded(request, response)) {
                    response.status(202).send();
                    // Not on this thread: closing waits for the requests under way, and this is one.
                    Thread.ofPlatform().name("local-cloud-stop").start(cloud::close);
                }
            }
            default -> response.status(404).send("No such path of the local cloud.\n");
        }
    }

    private void requests(ServerRequest request, ServerResponse response) throws IOException {
        String since = request.query().first("since").orElse("0");
        if (!since.matches("\\d{1,18}")) {
            response.status(400).send("since must be a number.\n");
            return;
        }
        ObjectNode document =
                json.createObjectNode().put("last", cloud.requests().last());
        ArrayNode entries = document.putArray("requests");
        cloud.requests().since(Long.parseLong(since)).forEach(entry -> write(entry, entries.addObject()));
        send(response, document);
    }

    private static void write(RequestLog.Entry entry, ObjectNode node) {
        node.put("sequence", entry.sequence())
                .put("time", entry.time().toString())
                .put("service", entry.service())
                .put("operation", entry.operation())
                .put("mutating", entry.mutating())
                .put("status", entry.status());
        entry.errorCode().ifPresent(code -> node.put("errorCode", code));
        node.put("requestId", entry.requestId()).put("principal", entry.principal());
    }

    private void send(ServerResponse response, ObjectNode document) throws IOException {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json.writeValueAsBytes(document));
    }
}
