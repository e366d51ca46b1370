package dev.provision.localcloud.wire;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The path of a REST operation, for example {@code /2015-03-31/functions/{FunctionName}/code}.
 *
 * @param method HTTP method
 * @param segments literal ones, and names in braces; a name that ends in {@code +} takes the rest of the path
 * @param query parameters that must be there, for example {@code find=LayerVersion}
 * @param members parameters that may be there
 */
record RestPath(String method, List<String> segments, Map<String, String> query, Set<String> members) {
    static RestPath of(String method, String template, Set<String> members) {
        String[] parts = template.split("\\?", 2);
        return new RestPath(method, split(parts[0]), parts.length == 1 ? Map.of() : Form.parse(parts[1]), members);
    }

    /** How specific it is: where two templates match a path, the one with more literal segments is meant. */
    long literals() {
        return query.size()
                + segments.stream().filter(segment -> !segment.startsWith("{")).count();
    }

    /** The decoded values of the names, if the request fits. A slash at the end does not matter. */
    Optional<Map<String, String>> match(WireRequest request) {
        boolean asked = query.entrySet().stream().allMatch(parameter -> request.parameter(parameter.getKey())
                .filter(parameter.getValue()::equals)
                .isPresent());
        // What S3 has in the query without a value, such as ?acl, is a part of the path: another operation's.
        boolean others = request.query().entrySet().stream()
                .filter(parameter -> parameter.getValue().equals(List.of("")))
                .anyMatch(parameter -> !parameter.getKey().isEmpty()
                        && !query.containsKey(parameter.getKey())
                        && !members.contains(parameter.getKey()));
        return method.equals(request.method()) && asked && !others ? match(request.rawPath()) : Optional.empty();
    }

    private Optional<Map<String, String>> match(String rawPath) {
        List<String> actual = split(rawPath);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = segments.get(i);
            if (expected.endsWith("+}") && i < actual.size()) {
                String rest = String.join("/", actual.subList(i, actual.size()));
                values.put(expected.substring(1, expected.length() - 2), decode(rest));
                return Optional.of(values);
            }
            if (i >= actual.size()) {
                return Optional.empty();
            }
            if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), decode(actual.get(i)));
            } else if (!expected.equals(actual.get(i))) {
                return Optional.empty();
            }
        }
        return actual.size() == segments.size() ? Optional.of(values) : Optional.empty();
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private static String decode(String encoded) {
        // In a path a plus sign is a plus sign.
        return Form.decode(encoded.replace("+", "%2B"));
    }
}
