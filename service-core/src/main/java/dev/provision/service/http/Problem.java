package dev.provision.service.http;

import dev.provision.service.json.Json;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;

/**
 * An error as the client sees it: problem JSON of RFC 9457 with the type {@code about:blank}.
 *
 * @param status the HTTP status
 * @param detail what went wrong and what to do, for a person; never the text of an unexpected exception
 * @param violations the parts of the request that are not valid, empty when that is not what is wrong
 * @param requestId the invocation's id where there is one, for a person to quote
 */
public record Problem(Status status, String detail, List<Violation> violations, Optional<String> requestId) {
    /** The media type of {@link #toJson()}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One part of a request that is not valid.
     *
     * @param pointer where: a JSON pointer in URI form ({@code #/message}), or the name of a path parameter
     */
    public record Violation(String pointer, String detail) {}

    public Problem {
        violations = List.copyOf(violations);
    }

    public Problem(Status status, String detail) {
        this(status, detail, List.of(), Optional.empty());
    }

    public Problem withRequestId(String id) {
        return new Problem(status, detail, violations, Optional.of(id));
    }

    public JsonObject toJson() {
        JsonObjectBuilder json = Json.object()
                .add("type", "about:blank")
                .add("title", status.reasonPhrase())
                .add("status", status.code())
                .add("detail", detail);
        if (!violations.isEmpty()) {
            JsonArrayBuilder errors = Json.array();
            for (Violation violation : violations) {
                errors.add(Json.object().add("pointer", violation.pointer()).add("detail", violation.detail()));
            }
            json.add("errors", errors);
        }
        if (requestId.isPresent()) {
            json.add("requestId", requestId.get());
        }
        return json.build();
    }

    /** Answers the request with this problem. */
    public void send(ServerResponse response) {
        response.status(status);
        response.headers().set(HeaderNames.CONTENT_TYPE, MEDIA_TYPE);
        response.send(Json.bytes(toJson()));
    }
}
