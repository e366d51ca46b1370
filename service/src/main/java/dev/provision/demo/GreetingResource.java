package dev.provision.demo;

import dev.provision.service.http.InvalidRequestException;
import dev.provision.service.http.Problem.Violation;
import dev.provision.service.json.Json;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The demo resource. {@code GET /greetings/{name}} greets; {@code POST /greetings/{name}} with
 * {@code {"greeting": "Good morning", "times": 2}} greets in the caller's words, as often as asked.
 */
final class GreetingResource implements HttpService {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_TIMES = 10;
    private static final String DEFAULT_GREETING = "Hello";
    private static final Set<String> KNOWN = Set.of("greeting", "times");

    private record Greeting(String greeting, String name, int times) {
        JsonObject toJson() {
            String message = greeting + ", " + name + "!";
            return Json.object()
                    .add("name", name)
                    .add("message", String.join(" ", Collections.nCopies(times, message)))
                    .build();
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/{name}", this::greet)
                .post("/{name}", this::greetInTheirWords)
                .any("/{name}", this::refuse);
    }

    private void greet(ServerRequest request, ServerResponse response) {
        List<Violation> violations = new ArrayList<>();
        String name = validName(request, violations);
        send(response, new Greeting(DEFAULT_GREETING, name, 1), violations);
    }

    private void greetInTheirWords(ServerRequest request, ServerResponse response) {
        JsonObject body = jsonObject(request);
        List<Violation> violations = new ArrayList<>();
        String name = validName(request, violations);
        String greeting = validGreeting(body, violations);
        int times = validTimes(body, violations);
        unknownMembers(body, violations);
        send(response, new Greeting(greeting, name, times), violations);
    }

    private void refuse(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.ALLOW, "GET, HEAD, POST");
        throw new HttpException("Only GET and POST are allowed here", Status.METHOD_NOT_ALLOWED_405, true);
    }

    private static void send(ServerResponse response, Greeting greeting, List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(violations);
        }
        response.headers().contentType(MediaTypes.APPLICATION_JSON);
        response.send(Json.bytes(greeting.toJson()));
    }

    private static JsonObject jsonObject(ServerRequest request) {
        Optional<HttpMediaType> type = request.headers().contentType();
        if (type.isEmpty() || !type.get().mediaType().equals(MediaTypes.APPLICATION_JSON)) {
            throw new HttpException("Send application/json", Status.UNSUPPORTED_MEDIA_TYPE_415, true);
        }
        byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
        Optional<JsonValue> value = Json.parse(body);
        if (value.isEmpty() || !(value.get() instanceof JsonObject object)) {
            throw new InvalidRequestException(List.of(new Violation("#", "must be a JSON object")));
        }
        return object;
    }

    private static String validName(ServerRequest request, List<Violation> violations) {
        String name = request.path().pathParameters().get("name");
        validText(name, "name", violations);
        return name;
    }

    private static String validGreeting(JsonObject body, List<Violation> violations) {
        return switch (body.get("greeting")) {
            case null -> DEFAULT_GREETING;
            case JsonString greeting -> {
                validText(greeting.getString(), "#/greeting", violations);
                yield greeting.getString();
            }
            default -> {
                violations.add(new Violation("#/greeting", "must be a string"));
                yield DEFAULT_GREETING;
            }
        };
    }

    private static int validTimes(JsonObject body, List<Violation> violations) {
        return switch (body.get("times")) {
            case null -> 1;
            case JsonNumber times
            when times.doubleValue() >= 1
                    && times.doubleValue() <= MAX_TIMES
                    && times.doubleValue() == times.intValue() -> times.intValue();
            default -> {
                violations.add(new Violation("#/times", "must be a whole number from 1 to " + MAX_TIMES));
                yield 1;
            }
        };
    }

    private static void unknownMembers(JsonObject body, List<Violation> violations) {
        for (String key : body.keySet()) {
            if (!KNOWN.contains(key)) {
                violations.add(new Violation("#/" + key.replace("~", "~0").replace("/", "~1"), "is not known here"));
            }
        }
    }

    private static void validText(String text, String pointer, List<Violation> violations) {
        if (text.isBlank()) {
            violations.add(new Violation(pointer, "must not be blank"));
        } else if (text.length() > MAX_LENGTH) {
            violations.add(new Violation(pointer, "must have at most " + MAX_LENGTH + " characters"));
        } else if (hasControlCharacters(text)) {
            violations.add(new Violation(pointer, "must not have control characters"));
        }
    }

    private static boolean hasControlCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
