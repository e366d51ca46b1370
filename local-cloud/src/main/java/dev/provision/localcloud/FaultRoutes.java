package dev.provision.localcloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.provision.localcloud.fault.FaultTable;
import dev.provision.localcloud.fault.Injection;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.HttpRoutes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Faults by HTTP: {@code POST /_local/faults} adds one, {@code GET} lists what is still to come, {@code DELETE} forgets all.
 *
 * <pre>{@code
 * {"service": "ec2", "operation": "CreateVpc", "count": 2, "kind": "throttle"}
 * {"service": "ecs", "operation": "*", "kind": "error", "code": "ServerException", "status": 500, "message": "…"}
 * {"service": "ecs", "operation": "CreateService", "kind": "delay", "milliseconds": 2000}
 * {"service": "ec2", "operation": "CreateVpc", "kind": "lost-response"}
 * {"service": "ec2", "operation": "CreateVpc", "kind": "reset"}
 * {"kind": "kill-task", "target": "the service's name or the task's id", "count": 1}
 * {"kind": "idle-function", "target": "the function's name"}
 * }</pre>
 */
final class FaultRoutes implements HttpRoutes {
    private static final int LARGEST = 64 << 10;
    private final JsonMapper json = new JsonMapper();
    private final FaultTable faults;
    private final Kills kills;
    private final Predicate<String> idle;

    /** Kills running tasks at once. */
    @FunctionalInterface
    interface Kills {
        /** Returns how many tasks of a service, or with an id, were killed. */
        int kill(String target, int count);
    }

    /**
     * @param idle has a function of that name be idle, if there is one
     */
    FaultRoutes(FaultTable faults, Kills kills, Predicate<String> idle) {
        this.faults = faults;
        this.kills = kills;
        this.idle = idle;
    }

    @Override
    public String prefix() {
        return "/_local/faults";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        switch (request.prologue().method().text()) {
            case "GET" -> list(response);
            case "DELETE" -> {
                if (LocalRoutes.guarded(request, response)) {
                    faults.clear();
                    response.status(204).send();
                }
            }
            case "POST" -> {
                if (LocalRoutes.guarded(request, response)) {
                    add(request, response);
                }
            }
            default -> response.status(405).send();
        }
    }

    private void add(ServerRequest request, ServerResponse response) throws IOException {
        try (InputStream body = request.content().inputStream()) {
            JsonNode node = json.readTree(body.readNBytes(LARGEST));
            switch (text(node, "kind")) {
                case "kill-task" -> {
                    int killed =
                            kills.kill(text(node, "target"), node.path("count").asInt(1));
                    response.status(killed == 0 ? 404 : 200).send("killed " + killed + "\n");
                }
                case "idle-function" ->
                    response.status(idle.test(text(node, "target")) ? 204 : 404).send();
                default -> {
                    faults.inject(injection(node));
                    response.status(204).send();
                }
            }
        } catch (JsonProcessingException | IllegalArgumentException unreadable) {
            response.status(400).send("Not a fault: " + unreadable.getMessage() + "\n");
        }
    }

    private static Injection injection(JsonNode node) {
        String service = text(node, "service");
        return new Injection(
                service, text(node, "operation"), node.path("count").asInt(1), fault(service, node));
    }

    private static Fault fault(String service, JsonNode node) {
        return switch (text(node, "kind")) {
            case "throttle" -> Injection.throttling(service);
            case "error" ->
                new Fault.Refusal(new AwsError(
                        text(node, "code"),
                        node.path("status").asInt(400),
                        node.path("message").asText("Injected.")));
            case "delay" ->
                new Fault.Delay(Duration.ofMillis(node.path("milliseconds").asLong()));
            case "lost-response" -> new Fault.LostAnswer();
            case "reset" -> new Fault.Reset();
            default ->
                throw new IllegalArgumentException(
                        "kind must be throttle, error, delay, lost-response, reset, kill-task or idle-function");
        };
    }

    private static String text(JsonNode node, String name) {
        String text = node.path(name).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private void list(ServerResponse response) throws IOException {
        ArrayNode list = json.createArrayNode();
        for (Injection injection : faults.pending()) {
            list.addObject()
                    .put("service", injection.service())
                    .put("operation", injection.operation())
                    .put("count", injection.count())
                    .put("fault", injection.fault().getClass().getSimpleName());
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json.writeValueAsBytes(list));
    }
}
