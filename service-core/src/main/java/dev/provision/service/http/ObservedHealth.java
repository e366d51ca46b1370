package dev.provision.service.http;

import dev.provision.service.json.Json;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /observe/health} and, below it, {@code /ready} and {@code /live}: the health checks of all kinds or of one,
 * each with its details, in the form of Helidon's observability feature. Not that feature itself, whose set-up every cold
 * start would pay for.
 */
public final class ObservedHealth implements HttpService {
    private final List<HealthCheck> checks;

    public ObservedHealth(List<HealthCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    @Override
    public void routing(HttpRules rules) {
        offer(rules, "/", EnumSet.allOf(HealthCheckType.class));
        offer(rules, "/ready", EnumSet.of(HealthCheckType.READINESS));
        offer(rules, "/live", EnumSet.of(HealthCheckType.LIVENESS));
    }

    private void offer(HttpRules rules, String path, Set<HealthCheckType> types) {
        Handler handler = (request, response) -> answer(types, response);
        rules.get(path, handler).head(path, handler);
    }

    private void answer(Set<HealthCheckType> types, ServerResponse response) {
        JsonArrayBuilder findings = Json.array();
        boolean up = true;
        for (HealthCheck check : checks) {
            if (types.contains(check.type())) {
                HealthCheckResponse result = check.call();
                up &= result.status() == HealthCheckResponse.Status.UP;
                findings.add(finding(check, result));
            }
        }
        response.headers().contentType(MediaTypes.APPLICATION_JSON);
        response.header(HeaderValues.CACHE_NO_CACHE);
        response.status(up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.send(Json.bytes(Json.object()
                .add("status", up ? "UP" : "DOWN")
                .add("checks", findings)
                .build()));
    }

    private static JsonObjectBuilder finding(HealthCheck check, HealthCheckResponse result) {
        JsonObjectBuilder finding = Json.object()
                .add("name", check.name())
                .add("status", result.status().name());
        JsonObjectBuilder details = Json.object();
        for (Map.Entry<String, Object> detail : result.details().entrySet()) {
            details.add(detail.getKey(), detail.getValue().toString());
        }
        return result.details().isEmpty() ? finding : finding.add("data", details);
    }
}
