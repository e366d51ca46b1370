package dev.provision.localcloud.sns;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.wire.HttpRoutes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;

/** {@code GET /_local/sns/messages?topic=NAME}: what was published, the oldest first, as nobody is sent anything. */
final class MessageRoutes implements HttpRoutes {
    private final JsonMapper json = new JsonMapper();
    private final ControlPlane controlPlane;
    private final Topics topics;

    MessageRoutes(ControlPlane controlPlane, Topics topics) {
        this.controlPlane = controlPlane;
        this.topics = topics;
    }

    @Override
    public String prefix() {
        return "/_local/sns/messages";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        if (!request.prologue().method().text().equals("GET")) {
            response.status(405).send();
            return;
        }
        String wanted = request.query().first("topic").orElse("");
        ArrayNode list = json.createArrayNode();
        controlPlane.run(() -> topics.all().stream()
                .filter(topic -> wanted.isEmpty() || topic.name().equals(wanted))
                .forEach(topic -> topic.messages().forEach(message -> list.addObject()
                        .put("topic", topic.arn())
                        .put("id", message.id())
                        .put("time", message.at().toString())
                        .put("subject", message.subject())
                        .put("message", message.text()))));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json.writeValueAsBytes(list));
    }
}
