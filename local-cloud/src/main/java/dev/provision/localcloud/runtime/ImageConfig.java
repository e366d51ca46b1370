package dev.provision.localcloud.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What an image's configuration says about running it.
 *
 * @param architecture as Go names it ({@code amd64}, {@code arm64}); empty if not said
 * @param os for example {@code linux}; empty if not said
 * @param entryPoint ENTRYPOINT
 * @param command CMD
 * @param environment ENV
 * @param workingDirectory WORKDIR; {@code /} if not said
 */
public record ImageConfig(
        String architecture,
        String os,
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        String workingDirectory) {
    public ImageConfig {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Reads an OCI or Docker image configuration.
     *
     * @throws ContainerRuntime.ImageUnusable if it is not one
     */
    public static ImageConfig parse(String json) {
        JsonNode document;
        try {
            document = JsonNode.parser().parse(json);
        } catch (RuntimeException e) { // the parser wraps Jackson's exceptions into unchecked ones of several types
            throw new ContainerRuntime.ImageUnusable("the image configuration is not JSON", e);
        }
        Optional<JsonNode> config = document.field("config").filter(JsonNode::isObject);
        String directory = config.map(c -> text(c, "WorkingDir")).orElse("");
        return new ImageConfig(
                text(document, "architecture"),
                text(document, "os"),
                config.map(c -> texts(c, "Entrypoint")).orElse(List.of()),
                config.map(c -> texts(c, "Cmd")).orElse(List.of()),
                variables(config.map(c -> texts(c, "Env")).orElse(List.of())),
                directory.isEmpty() ? "/" : directory);
    }

    private static Map<String, String> variables(List<String> assignments) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        return variables;
    }

    private static String text(JsonNode object, String field) {
        return object.field(field)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElse("");
    }

    private static List<String> texts(JsonNode object, String field) {
        return object.field(field)
                .filter(JsonNode::isArray)
                .map(array -> array.asArray().stream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::asString)
                        .toList())
                .orElse(List.of());
    }
}
