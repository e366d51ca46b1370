package dev.provision.localcloud.balancer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A function's answer, in the form that load balancers demand.
 *
 * @param reason the reason phrase, if the function gave one
 * @param fields headers in their order
 */
record LambdaAnswer(int status, Optional<String> reason, List<AnswerHead.Field> fields, SdkBytes body) {
    LambdaAnswer {
        fields = List.copyOf(fields);
    }

    /**
     * Reads an answer.
     *
     * @param multiValue whether the group has multi-value headers on; then {@code multiValueHeaders} counts, else {@code
     *     headers}
     * @return empty if it is malformed
     */
    static Optional<LambdaAnswer> parse(String payload, boolean multiValue) {
        JsonNode root;
        try {
            root = JsonNode.parser().parse(payload);
        } catch (RuntimeException e) {
            // The parser's own type for what is no JSON is internal to the SDK.
            return Optional.empty();
        }
        if (!root.isObject()) {
            return Optional.empty();
        }
        Map<String, JsonNode> members = root.asObject();
        Optional<Integer> status = status(members.get("statusCode"));
        Optional<List<AnswerHead.Field>> fields =
                multiValue ? multiValues(members.get("multiValueHeaders")) : singleValues(members.get("headers"));
        Optional<byte[]> body = body(members.get("body"), members.get("isBase64Encoded"));
        if (status.isEmpty() || fields.isEmpty() || body.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LambdaAnswer(
                status.get(),
                reason(members.get("statusDescription")),
                fields.get(),
                SdkBytes.fromByteArrayUnsafe(body.get())));
    }

    private static boolean absent(JsonNode node) {
        return node == null || node.isNull();
    }

    private static Optional<Integer> status(JsonNode node) {
        if (absent(node) || !node.isNumber() || !node.asNumber().matches("[1-5]\\d\\d")) {
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(node.asNumber()));
    }

    /** {@code 200 OK} or {@code OK}. */
    private static Optional<String> reason(JsonNode node) {
        if (absent(node) || !node.isString()) {
            return Optional.empty();
        }
        String text = node.asString().replaceFirst("^\\d{3} ?", "");
        return text.isEmpty() || text.chars().anyMatch(c -> c < ' ') ? Optional.empty() : Optional.of(text);
    }

    private static Optional<List<AnswerHead.Field>> singleValues(JsonNode node) {
        if (absent(node)) {
            return Optional.of(List.of());
        }
        if (!node.isObject()) {
            return Optional.empty();
        }
        List<AnswerHead.Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
            if (!valid(member.getKey(), member.getValue())) {
                return Optional.empty();
            }
            fields.add(new AnswerHead.Field(member.getKey(), member.getValue().asString()));
        }
        return Optional.of(fields);
    }

    private static Optional<List<AnswerHead.Field>> multiValues(JsonNode node) {
        if (absent(node)) {
            return Optional.of(List.of());
        }
        if (!node.isObject()) {
            return Optional.empty();
        }
        List<AnswerHead.Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : node.asObject().entrySet()) {
            if (!member.getValue().isArray()) {
                return Optional.empty();
            }
            for (JsonNode value : member.getValue().asArray()) {
                if (!valid(member.getKey(), value)) {
                    return Optional.empty();
                }
                fields.add(new AnswerHead.Field(member.getKey(), value.asString()));
            }
        }
        return Optional.of(fields);
    }

    private static boolean valid(String name, JsonNode value) {
        return value.isString()
                && !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')
                && value.asString().chars().allMatch(c -> c >= ' ' || c == '\t');
    }

    private static Optional<byte[]> body(JsonNode body, JsonNode encoded) {
        if (absent(body)) {
            return Optional.of(new byte[0]);
        }
        if (!body.isString() || (!absent(encoded) && !encoded.isBoolean())) {
            return Optional.empty();
        }
        if (absent(encoded) || !encoded.asBoolean()) {
            return Optional.of(body.asString().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body.asString()));
        } catch (IllegalArgumentException e) {
            // The function promised base64 and did not keep it: as malformed as any other answer.
            return Optional.empty();
        }
    }
}
