package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.service.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The description of the API, against what the API does. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private InProcess service;

    @BeforeAll
    void start() {
        service = InProcess.start(Map.of(), Map.of());
    }

    @AfterAll
    void stop() {
        service.close();
        client.close();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.address().getPort() + path));
        return client.send(
                request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonObject json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow().asJsonObject();
    }

    private JsonObject description() throws Exception {
        HttpResponse<String> answer = ask("GET", "/openapi", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return json(answer.body());
    }

    @Test
    void every_operation_answers_as_it_is_described_under_every_server() throws Exception {
        JsonObject description = description();
        assertThat(description.getString("openapi")).isEqualTo("3.1.0");
        Map<String, String> bodies = Map.of("post", "{\"greeting\":\"Hi\",\"times\":2}", "get", "");
        for (JsonObject server : description.getJsonArray("servers").getValuesAs(JsonObject.class)) {
            String prefix = server.getString("url").equals("/") ? "" : server.getString("url");
            for (String path : description.getJsonObject("paths").keySet()) {
                JsonObject item = description.getJsonObject("paths").getJsonObject(path);
                for (String method : item.keySet()) {
                    if (bodies.containsKey(method)) {
                        HttpResponse<String> answer = ask(
                                method.toUpperCase(java.util.Locale.ROOT),
                                prefix + path.replace("{name}", "Ada"),
                                bodies.get(method));
                        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(200);
                        JsonObject expected = resolved(
                                description,
                                item.getJsonObject(method)
                                        .getJsonObject("responses")
                                        .getJsonObject("200"));
                        JsonObject schema = resolved(
                                description,
                                expected.getJsonObject("content")
                                        .getJsonObject("application/json")
                                        .getJsonObject("schema"));
                        assertMatches(schema, json(answer.body()));
                    }
                }
            }
        }
    }

    @Test
    void what_is_refused_is_refused_as_described() throws Exception {
        JsonObject description = description();
        JsonObject post = description
                .getJsonObject("paths")
                .getJsonObject("/greetings/{name}")
                .getJsonObject("post");
        JsonObject problem =
                description.getJsonObject("components").getJsonObject("schemas").getJsonObject("Problem");
        HttpResponse<String> wrong = ask("POST", "/greetings/Ada", "{\"times\":11}");
        assertThat(post.getJsonObject("responses")).containsKey(String.valueOf(wrong.statusCode()));
        assertMatches(problem, json(wrong.body()));
        JsonObject times = description
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Wish")
                .getJsonObject("properties")
                .getJsonObject("times");
        assertThat(ask("POST", "/greetings/Ada", "{\"times\":" + times.getInt("maximum") + "}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static JsonObject resolved(JsonObject description, JsonObject value) {
        if (!value.containsKey("$ref")) {
            return value;
        }
        JsonObject found = description;
        for (String part : value.getString("$ref").substring(2).split("/")) {
            found = found.getJsonObject(part);
        }
        return found;
    }

    /** Members that are required are there, and those that are there are described. */
    private static void assertMatches(JsonObject schema, JsonObject answer) {
        JsonArray required = schema.getJsonArray("required");
        if (required != null) {
            assertThat(answer.keySet())
                    .containsAll(required.stream()
                            .map(JsonValue::toString)
                            .map(name -> name.replace("\"", ""))
                            .toList());
        }
        if (schema.containsKey("properties")) {
            assertThat(schema.getJsonObject("properties").keySet()).containsAll(answer.keySet());
        }
    }
}
