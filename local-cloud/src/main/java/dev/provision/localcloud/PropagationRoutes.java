package dev.provision.localcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.wire.HttpRoutes;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Eventual consistency by HTTP: {@code POST /_local/propagation} with {@code {"roles": 8000, "resources": 2000}},
 * milliseconds of the cloud's time until a new role can be assumed, and until EC2 finds what it has made.
 */
final class PropagationRoutes implements HttpRoutes {
    private static final int LARGEST = 4 << 10;
    private static final long LONGEST = 3_600_000;
    private final JsonMapper json = new JsonMapper();
    private final Propagation propagation;

    PropagationRoutes(Propagation propagation) {
        this.propagation = propagation;
    }

    @Override
    public String prefix() {
        return "/_local/propagation";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        if (!request.prologue().method().text().equals("POST")) {
            response.status(405).send();
            return;
        }
        if (LocalRoutes.guarded(request, response)) {
            try (InputStream body = request.content().inputStream()) {
                JsonNode node = json.readTree(body.readNBytes(LARGEST));
                propagation.set(duration(node, "roles"), duration(node, "resources"));
                response.status(204).send();
            } catch (JsonProcessingException | IllegalArgumentException unreadable) {
                response.status(400).send("Not a propagation: " + unreadable.getMessage() + "\n");
            }
        }
    }

    private static Duration duration(JsonNode node, String name) {
        long millis = node.path(name).asLong(0);
        if (millis < 0 || millis > LONGEST) {
            throw new IllegalArgumentException(name + " must be milliseconds between 0 and " + LONGEST);
        }
        return Duration.ofMillis(millis);
    }
}
