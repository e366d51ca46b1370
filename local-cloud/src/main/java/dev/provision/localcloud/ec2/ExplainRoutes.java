package dev.provision.localcloud.ec2;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provision.localcloud.network.Explanations;
import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.wire.HttpRoutes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * {@code GET /_local/network/explain?from=&to=&port=}: says hop by hop what lets a TCP connection pass or stops it. Each end
 * is {@code internet}, an interface's id, a private address, or a part of an interface's description such as
 * {@code app/demo}; what names several interfaces is answered for each of them.
 */
final class ExplainRoutes implements HttpRoutes {
    private static final String INTERNET = "internet";
    private static final int MOST = 16;
    private final JsonMapper json = new JsonMapper();
    private final ControlPlane controlPlane;
    private final Model model;
    private final Explanations explanations;

    ExplainRoutes(ControlPlane controlPlane, Model model, Explanations explanations) {
        this.controlPlane = controlPlane;
        this.model = model;
        this.explanations = explanations;
    }

    @Override
    public String prefix() {
        return "/_local/network/explain";
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String from = request.query().first("from").orElse("");
        String to = request.query().first("to").orElse("");
        String port = request.query().first("port").orElse("");
        boolean understood = !from.isEmpty()
                && !to.isEmpty()
                && !(from.equals(INTERNET) && to.equals(INTERNET))
                && port.matches("\\d{1,5}")
                && Integer.parseInt(port) <= 65_535;
        if (!understood) {
            response.status(400)
                    .send(
                            "from, to (internet, an interface, a private address, or a part of a description) and port are"
                                    + " needed, and one end must be an interface.\n");
            return;
        }
        ObjectNode document = controlPlane.call(() -> explain(from, to, Integer.parseInt(port)));
        response.status(document.path("paths").isEmpty() ? 404 : 200);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json.writeValueAsBytes(document));
    }

    private ObjectNode explain(String from, String to, int port) {
        ObjectNode document =
                json.createObjectNode().put("from", from).put("to", to).put("port", port);
        ArrayNode paths = document.putArray("paths");
        for (String source : interfaces(from)) {
            for (String target : interfaces(to)) {
                write(paths, source, target, hops(source, target, port));
            }
        }
        return document;
    }

    private List<Verdict> hops(String source, String target, int port) {
        if (source.equals(INTERNET)) {
            return explanations.explainFromInternet(target, port);
        }
        return target.equals(INTERNET)
                ? explanations.explainToInternet(source, port)
                : explanations.explainBetween(source, target, port);
    }

    private static void write(ArrayNode paths, String source, String target, List<Verdict> hops) {
        ObjectNode path = paths.addObject()
                .put("from", source)
                .put("to", target)
                .put("arrives", hops.getLast().allowed());
        ArrayNode steps = path.putArray("hops");
        hops.forEach(hop -> steps.addObject()
                .put("at", hop.hop())
                .put("passes", hop.allowed())
                .put("because", hop.reason()));
    }

    private List<String> interfaces(String named) {
        if (named.equals(INTERNET)) {
            return List.of(INTERNET);
        }
        return model.interfaces()
                .where(face -> face.networkInterfaceId().equals(named)
                        || face.privateIpAddress().equals(named)
                        || (face.description() != null && face.description().contains(named)))
                .map(NetworkInterface::networkInterfaceId)
                .limit(MOST)
                .toList();
    }
}
