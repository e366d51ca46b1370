package dev.provision.service.http;

import dev.provision.service.json.Json;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.function.Predicate;

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
        offer(rules, "/", check -> true);
        offer(rules, "/ready", check -> check.type() == HealthCheckType.READINESS);
        offer(rules, "/live", check -> check.type() == HealthCheckType.LIVENESS);
    }

    private void offer(HttpRules rules, String path, Predicate<HealthCheck> which) {
        rules.get(path, (request, response) -> answer(which, response))
                .head(path, (request, response) -> answer(which, response));
    }

    private void answer(Predicate<HealthCheck> which, ServerResponse response) {
        JsonArrayBuilder findings = Json.array();
        boolean up = true;
        for (HealthCheck check : checks) {
            if (which.test(check)) {
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
        result.details().forEach((name, value) -> details.add(name, value.toString()));
        return result.details().isEmpty() ? finding : finding.add("data", details);
    }
}
