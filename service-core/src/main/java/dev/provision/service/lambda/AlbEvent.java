package dev.provision.service.lambda;

import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Request;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A request as an Application Load Balancer hands it to a Lambda target ("Using AWS Lambda with an Application Load
 * Balancer", lambda-functions in the guide of load balancers): headers and query with one value each, or, where the
 * target group's attribute lambda.multi_value_headers.enabled is true, with lists of values.
 *
 * @param style whether headers have one value or many; the answer must be alike
 * @param request what the client sent
 */
record AlbEvent(Style style, Request request) {
    /** How headers are given in the event and must be in the answer. */
    enum Style {
        SINGLE_VALUE,
        MULTI_VALUE;

        static Style of(JsonObject event) {
            return event.containsKey("multiValueHeaders") ? MULTI_VALUE : SINGLE_VALUE;
        }
    }

    /** Of the connection between client and load balancer, not of the request [RFC 9110, 7.6.1]. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "content-length");

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** Whether the event comes from a load balancer at all. */
    static boolean recognises(JsonObject event) {
        return event.get("requestContext") instanceof JsonObject context && context.get("elb") instanceof JsonObject;
    }

    /**
     * The request in the event of a load balancer.
     *
     * @throws IllegalArgumentException with a message for the sender when parts are missing or not valid
     */
    static AlbEvent parse(JsonObject event) {
        Style style = Style.of(event);
        boolean multiple = style == Style.MULTI_VALUE;
        String method = required(event, "httpMethod");
        if (!method.matches(TOKEN)) {
            throw new IllegalArgumentException("httpMethod is not an HTTP method");
        }
        String path = required(event, "path");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path does not start with /");
        }
        JsonObject query = object(event, multiple ? "multiValueQueryStringParameters" : "queryStringParameters");
        JsonObject headers = object(event, multiple ? "multiValueHeaders" : "headers");
        Request request = new Request(method, target(path, query), headers(headers), body(event));
        return new AlbEvent(style, request);
    }

    private static String target(String path, JsonObject query) {
        StringJoiner parameters = new StringJoiner("&");
        for (Map.Entry<String, JsonValue> parameter : query.entrySet()) {
            String name = UrlText.legal(parameter.getKey(), UrlText.NAME);
            for (String value : values(parameter.getKey(), parameter.getValue())) {
                parameters.add(name + "=" + UrlText.legal(value, UrlText.VALUE));
            }
        }
        String target = UrlText.legal(path, UrlText.PATH);
        return parameters.length() == 0 ? target : target + "?" + parameters;
    }

    private static List<Header> headers(JsonObject headers) {
        List<Header> result = new ArrayList<>();
        for (Map.Entry<String, JsonValue> header : headers.entrySet()) {
            String name = header.getKey();
            if (!name.matches(TOKEN)) {
                throw new IllegalArgumentException("a header has a name that is not one");
            }
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                for (String value : values(name, header.getValue())) {
                    result.add(new Header(name, headerValue(name, value)));
                }
            }
        }
        return result;
    }

    /** A line end in a value would let its sender write headers, or requests, of its own. */
    private static String headerValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '\t' && Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException("the header " + name + " has control characters");
            }
        }
        return value.strip();
    }

    private static List<String> values(String name, JsonValue values) {
        return switch (values) {
            case JsonString single -> List.of(single.getString());
            case JsonArray many -> {
                List<String> all = new ArrayList<>();
                for (JsonValue one : many) {
                    all.addAll(values(name, one));
                }
                yield all;
            }
            default -> throw new IllegalArgumentException(name + " has a value that is not a string");
        };
    }

    private static Content body(JsonObject event) {
        String body = text(event, "body").orElse("");
        return event.getBoolean("isBase64Encoded", false) ? Content.ofBase64(body) : Content.ofText(body);
    }

    private static Optional<String> text(JsonObject event, String name) {
        return event.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    private static JsonObject object(JsonObject event, String name) {
        return event.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static String required(JsonObject event, String name) {
        return text(event, name)
                .orElseThrow(() -> new IllegalArgumentException("the event of the load balancer has no " + name));
    }
}
