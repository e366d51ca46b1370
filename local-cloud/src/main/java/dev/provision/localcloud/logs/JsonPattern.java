package dev.provision.localcloud.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions on a message that is a JSON object: {@code ($.level = "ERROR") || ($.status >= 500 && $.path != /health)}, with
 * {@code IS NULL}, {@code IS TRUE}, {@code IS FALSE} and {@code NOT EXISTS}. A comparison with something that is not there
 * fails.
 */
record JsonPattern(Predicate<JsonNode> condition) implements Predicate<String> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_\\-]+)|\\[(\\d+)]|\\['([^']+)']");

    /** @param pattern what is between the braces */
    static JsonPattern parse(String pattern) {
        return new JsonPattern(new PatternTokens(pattern).whole(JsonPattern::condition));
    }

    @Override
    public boolean test(String message) {
        // A term or a stack trace is mostly no JSON, and parsing it to find that out is expensive.
        if (!message.stripLeading().startsWith("{")) {
            return false;
        }
        try {
            return condition.test(JSON.readTree(message));
        } catch (JsonProcessingException noJson) {
            return false;
        }
    }

    private static Predicate<JsonNode> condition(PatternTokens tokens) {
        List<Object> path = path(tokens.take());
        String word = tokens.take();
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "IS" -> is(path, tokens.take().toUpperCase(Locale.ROOT));
            case "NOT" -> {
                if (!tokens.accept("EXISTS")) {
                    throw PatternTokens.malformed("after NOT comes EXISTS");
                }
                yield message -> find(message, path).isEmpty();
            }
            default -> {
                Comparison comparison = Comparison.of(word, tokens.take());
                yield message -> find(message, path)
                        .filter(JsonNode::isValueNode)
                        .filter(value -> !value.isNull())
                        .filter(value -> comparison.matches().test(value.asText()))
                        .isPresent();
            }
        };
    }

    private static Predicate<JsonNode> is(List<Object> path, String what) {
        Predicate<JsonNode> wanted =
                switch (what) {
                    case "NULL" -> JsonNode::isNull;
                    case "TRUE" -> value -> value.isBoolean() && value.asBoolean();
                    case "FALSE" -> value -> value.isBoolean() && !value.asBoolean();
                    default -> throw PatternTokens.malformed("after IS comes NULL, TRUE or FALSE");
                };
        return message -> find(message, path).filter(wanted).isPresent();
    }

    /** The names and indices after the {@code $}. */
    private static List<Object> path(String selector) {
        if (!selector.startsWith("$")) {
            throw PatternTokens.malformed("'" + selector + "' does not begin with $");
        }
        List<Object> path = new ArrayList<>();
        Matcher step = STEP.matcher(selector).region(1, selector.length());
        int end = 1;
        while (step.lookingAt()) {
            path.add(
                    step.group(2) != null
                            ? (Object) Integer.valueOf(step.group(2))
                            : step.group(1) != null ? step.group(1) : step.group(3));
            end = step.end();
            step.region(end, selector.length());
        }
        if (end < selector.length() || path.isEmpty()) {
            throw PatternTokens.malformed("'" + selector + "' is no selector that the local cloud knows");
        }
        return path;
    }

    private static Optional<JsonNode> find(JsonNode message, List<Object> path) {
        JsonNode node = message;
        for (Object step : path) {
            node = step instanceof Integer index ? node.path(index) : node.path((String) step);
        }
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }
}
