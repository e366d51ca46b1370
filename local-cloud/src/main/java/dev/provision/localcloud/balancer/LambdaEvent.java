package dev.provision.localcloud.balancer;

import dev.provision.localcloud.elb.routes.RequestFacts.Parameter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** The event that a function gets for a request ("Lambda functions as targets for Application Load Balancers"). */
final class LambdaEvent {
    private LambdaEvent() {}

    /** The event for a client's request. */
    static String of(Exchange exchange, String groupArn, boolean multiValue, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        ForwardedHeaders.write(exchange, (name, value) -> headers.computeIfAbsent(
                        name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(value));
        return json(
                groupArn,
                exchange.method(),
                exchange.path(),
                Exchange.rawParameters(exchange.rawQuery()),
                headers,
                multiValue,
                body);
    }

    /** The event of a health check. */
    static String healthCheck(String groupArn, String path, boolean multiValue) {
        return json(
                groupArn,
                "GET",
                path,
                List.of(),
                Map.of("user-agent", List.of(HealthProbe.USER_AGENT)),
                multiValue,
                new byte[0]);
    }

    private static String json(
            String groupArn,
            String method,
            String path,
            List<Parameter> query,
            Map<String, List<String>> headers,
            boolean multiValue,
            byte[] body) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        query.forEach(one ->
                parameters.computeIfAbsent(one.name(), _ -> new ArrayList<>()).add(one.value()));
        Optional<String> text = text(headers, body);
        try (JsonWriter json = JsonWriter.create()) {
            json.writeStartObject();
            json.writeFieldName("requestContext").writeStartObject();
            json.writeFieldName("elb").writeStartObject();
            json.writeFieldName("targetGroupArn").writeValue(groupArn);
            json.writeEndObject().writeEndObject();
            json.writeFieldName("httpMethod").writeValue(method);
            json.writeFieldName("path").writeValue(path);
            write(json, multiValue, "queryStringParameters", "multiValueQueryStringParameters", parameters);
            write(json, multiValue, "headers", "multiValueHeaders", headers);
            json.writeFieldName("body")
                    .writeValue(text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
            json.writeFieldName("isBase64Encoded").writeValue(text.isEmpty());
            json.writeEndObject();
            return new String(json.getBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(
            JsonWriter json, boolean multiValue, String name, String multiName, Map<String, List<String>> values) {
        json.writeFieldName(multiValue ? multiName : name).writeStartObject();
        values.forEach((key, all) -> {
            json.writeFieldName(key);
            if (multiValue) {
                json.writeStartArray();
                all.forEach(json::writeValue);
                json.writeEndArray();
            } else {
                json.writeValue(all.getLast());
            }
        });
        json.writeEndObject();
    }

    /** The body as text, if its type says that it is text; empty if it has to be encoded. */
    private static Optional<String> text(Map<String, List<String>> headers, byte[] body) {
        if (body.length == 0) {
            return Optional.of("");
        }
        String type =
                headers.getOrDefault("content-type", List.of("")).getLast().toLowerCase(Locale.ROOT);
        boolean textual = type.startsWith("text/")
                || type.startsWith("application/json")
                || type.startsWith("application/javascript")
                || type.startsWith("application/xml");
        if (!textual || headers.containsKey("content-encoding")) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new NotText(e);
        }
    }

    /** A body said to be text is not: LambdaBadRequest, which clients see as 400. */
    static final class NotText extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotText(Throwable cause) {
            super(cause);
        }
    }
}
