package dev.provision.service.http;

import dev.provision.service.json.Json;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /health}: what runs here, since when, and whether all health checks are up (200) or not (503, with the
 * checks that are down).
 */
public final class HealthResource {
    private final ServiceIdentity identity;
    private final List<HealthCheck> checks;
    private final byte[] up;

    private record Finding(HealthCheck check, HealthCheckResponse.Status status) {
        boolean bad() {
            return status != HealthCheckResponse.Status.UP;
        }
    }

    public HealthResource(ServiceIdentity identity, List<HealthCheck> checks) {
        this.identity = identity;
        this.checks = List.copyOf(checks);
        this.up = Json.bytes(body("UP").build());
    }

    /**
     * Serves it under a path, with and without a slash at the end, as routes of their own: behind an HttpService Helidon looks
     * for a route twice.
     */
    public void serve(HttpRules rules, String path) {
        Handler handler = this::answer;
        rules.get(path, handler).head(path, handler);
        rules.get(path + "/", handler).head(path + "/", handler);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        List<Finding> bad = new ArrayList<>(0);
        for (HealthCheck check : checks) {
            Finding finding = new Finding(check, check.call().status());
            if (finding.bad()) {
                bad.add(finding);
            }
        }
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.header(HeaderValues.CACHE_NO_CACHE);
        if (bad.isEmpty()) {
            response.send(up);
        } else {
            response.status(Status.SERVICE_UNAVAILABLE_503).send(down(bad));
        }
    }

    private byte[] down(List<Finding> bad) {
        JsonArrayBuilder down = Json.array();
        bad.forEach(finding -> down.add(Json.object()
                .add("name", finding.check().name())
                .add("status", finding.status().name())));
        return Json.bytes(body("DOWN").add("checks", down).build());
    }

    private JsonObjectBuilder body(String status) {
        return Json.object()
                .add("status", status)
                .add("compute", identity.compute())
                .add("version", identity.version())
                .add("startedAt", identity.startedAt().toString());
    }
}
