package dev.provision.localcloud;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.provision.localcloud.wire.HttpRoutes;
import dev.provision.localcloud.wire.RequestLog;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The local cloud's own paths. Those that change something want a header that a web page's form cannot send. */
final class LocalRoutes implements HttpRoutes {
    private static final HeaderName GUARD = HeaderNames.create("X-Local-Cloud");
    private final JsonFactory json = new JsonFactory();
    private final LocalCloud cloud;

    LocalRoutes(LocalCloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public String prefix() {
        return "/_local";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String method = request.prologue().method().text();
        String path = request.prologue().uriPath().path();
        boolean guarded = request.headers().contains(GUARD);
        switch (method + " " + path) {
            case "GET /_local/health" -> json(response, out -> out.writeStringField("status", "UP"));
            case "GET /_local/requests" -> requests(request, response);
            case "POST /_local/reset" -> {
                if (allowed(guarded, response)) {
                    cloud.reset();
                    response.status(204).send();
                }
            }
            case "POST /_local/stop" -> {
                if (allowed(guarded, response)) {
                    response.status(202).send();
                    // Not on this thread: closing waits for the requests under way, and this is one.
                    Thread.ofPlatform().name("local-cloud-stop").start(cloud::close);
                }
            }
            default -> response.status(404).send("No such path of the local cloud.\n");
        }
    }

    private static boolean allowed(boolean guarded, ServerResponse response) {
        if (!guarded) {
            response.status(403).send("The header X-Local-Cloud is missing.\n");
        }
        return guarded;
    }

    private void requests(ServerRequest request, ServerResponse response) throws IOException {
        String since = request.query().first("since").orElse("0");
        if (!since.matches("\\d{1,18}")) {
            response.status(400).send("since must be a number.\n");
            return;
        }
        json(response, out -> {
            out.writeNumberField("last", cloud.requests().last());
            out.writeArrayFieldStart("requests");
            for (RequestLog.Entry entry : cloud.requests().since(Long.parseLong(since))) {
                entry(out, entry);
            }
            out.writeEndArray();
        });
    }

    private static void entry(JsonGenerator out, RequestLog.Entry entry) throws IOException {
        out.writeStartObject();
        out.writeNumberField("sequence", entry.sequence());
        out.writeStringField("time", entry.time().toString());
        out.writeStringField("service", entry.service());
        out.writeStringField("operation", entry.operation());
        out.writeBooleanField("mutating", entry.mutating());
        out.writeNumberField("status", entry.status());
        if (entry.errorCode().isPresent()) {
            out.writeStringField("errorCode", entry.errorCode().get());
        }
        out.writeStringField("requestId", entry.requestId());
        out.writeStringField("principal", entry.principal());
        out.writeEndObject();
    }

    private void json(ServerResponse response, Members members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(bytes.toByteArray());
    }

    private interface Members {
        void write(JsonGenerator out) throws IOException;
    }
}
