package dev.provision.aws.ecr;

import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** A JSON document as AWS keeps it. Two of them say the same if they differ in white space and the order of keys only. */
public record JsonText(String value) {
    static final JsonText NONE = new JsonText("");

    boolean saysTheSameAs(JsonText other) {
        return value.equals(other.value) || (!value.isEmpty() && !other.value.isEmpty() && tree().equals(other.tree()));
    }

    private JsonNode tree() {
        return JsonNodeParser.create().parse(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
