package dev.provision.service.lambda;

import dev.provision.service.http.Problem;
import dev.provision.service.json.Json;
import dev.provision.service.lambda.AlbEvent.Style;
import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Response;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A response in the form that a load balancer takes from a Lambda target; see {@link AlbEvent}. */
final class AlbAnswer {
    /** Of the connection to our own listener; the load balancer makes its own. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "trailer", "upgrade", "content-length");

    private AlbAnswer() {}

    /** The JSON of this response, with headers in the style of the event. */
    static JsonObject of(Response response, Style style) {
        JsonObjectBuilder answer = Json.object()
                .add("statusCode", response.status())
                .add("statusDescription", response.status() + " " + response.reason());
        Map<String, List<String>> headers = endToEnd(response.headers());
        switch (style) {
            case SINGLE_VALUE -> answer.add("headers", singleValues(headers));
            case MULTI_VALUE -> answer.add("multiValueHeaders", lists(headers));
        }
        Optional<String> text = text(response);
        return answer.add(
                        "body", text.isPresent() ? text.get() : response.body().base64())
                .add("isBase64Encoded", text.isEmpty())
                .build();
    }

    /** The JSON of a problem that this function answers with, instead of the service. */
    static JsonObject of(Problem problem, Style style) {
        return of(
                new Response(
                        problem.status().code(),
                        problem.status().reasonPhrase(),
                        List.of(new Header("content-type", Problem.MEDIA_TYPE)),
                        Content.of(Json.bytes(problem.toJson()))),
                style);
    }

    private static Map<String, List<String>> endToEnd(List<Header> headers) {
        Map<String, List<String>> result = new LinkedHashMap<>();
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name)) {
                result.putIfAbsent(name, new ArrayList<>());
                result.get(name).add(header.value());
            }
        }
        return result;
    }

    private static JsonObject lists(Map<String, List<String>> headers) {
        JsonObjectBuilder json = Json.object();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            JsonArrayBuilder list = Json.array();
            for (String value : header.getValue()) {
                list.add(value);
            }
            json.add(header.getKey(), list);
        }
        return json.build();
    }

    /** All values as one list, except cookies, which have no list form: of those only the last can be said. */
    private static JsonObject singleValues(Map<String, List<String>> headers) {
        JsonObjectBuilder json = Json.object();
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey();
            List<String> values = header.getValue();
            json.add(name, name.equals("set-cookie") ? values.getLast() : String.join(", ", values));
        }
        return json.build();
    }

    /** The body as text where it is text, which is smaller than Base64 and legible; 1 MB is all that gets through. */
    private static Optional<String> text(Response response) {
        boolean encoded =
                !response.header("content-encoding").orElse("identity").equalsIgnoreCase("identity");
        boolean textual = response.body().length() == 0
                || textual(response.header("content-type").orElse("application/octet-stream"));
        return textual && !encoded ? response.body().text() : Optional.empty();
    }

    private static boolean textual(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.endsWith("+json")
                || type.endsWith("+xml")
                || Set.of("application/json", "application/javascript", "application/xml")
                        .contains(type);
    }
}
