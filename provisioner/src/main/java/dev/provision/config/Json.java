package dev.provision.config;

import java.util.stream.Collectors;

/** Writes free-form parts of a file, such as policy statements, as JSON. */
final class Json {
    private Json() {}

    static String of(Tree tree) {
        return switch (tree) {
            case Tree.Value value -> value.literal() ? value.text() : quoted(value.text());
            case Tree.Nothing _ -> "null";
            case Tree.Items list -> list.items().stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Tree.Entries section ->
                section.entries().entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ":"
                                + of(entry.getValue().value()))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.append((char) c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
