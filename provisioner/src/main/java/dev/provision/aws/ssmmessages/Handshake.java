package dev.provision.aws.ssmmessages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What the agent asks of the client before it starts the program.
 *
 * @param request {@code RequestedClientActions} and {@code AgentVersion}
 */
record Handshake(JsonNode request) {
    private static final String SESSION_TYPE = "SessionType";

    /** Why the session cannot go on; empty where it can. */
    Optional<String> refusal() {
        return request.field("RequestedClientActions").map(JsonNode::asArray).orElse(List.of()).stream()
                .map(action -> action.field("ActionType").map(JsonNode::text).orElse(""))
                .filter(type -> !type.equals(SESSION_TYPE))
                .findFirst()
                .map(type -> type.equals("KMSEncryption")
                        ? "the cluster encrypts its sessions with a KMS key, which only AWS's session-manager-plugin can:"
                                + " aws ecs execute-command"
                        : "the agent asks for " + type + ", which is not known here");
    }

    static byte[] answer(String clientVersion) {
        return ("{\"ClientVersion\":\"" + clientVersion + "\",\"ProcessedClientActions\":[{\"ActionType\":\""
                        + SESSION_TYPE
                        + "\",\"ActionStatus\":1,\"ActionResult\":null,\"Error\":\"\"}],\"Errors\":null}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
