package dev.provision.localcloud.ecr;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** Reads JSON whose form is not known to be right. */
final class Json {
    private static final JsonNodeParser PARSER = JsonNodeParser.create();

    private Json() {}

    /** Empty if it is no JSON. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(PARSER.parse(text));
        } catch (UncheckedIOException noJson) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> member(JsonNode object, String name) {
        return object.isObject() ? object.field(name).filter(node -> !node.isNull()) : Optional.empty();
    }

    static Optional<String> text(JsonNode object, String name) {
        return member(object, name).filter(JsonNode::isString).map(JsonNode::asString);
    }

    static List<JsonNode> elements(JsonNode object, String name) {
        return member(object, name)
                .filter(JsonNode::isArray)
                .map(JsonNode::asArray)
                .orElse(List.of());
    }
}
