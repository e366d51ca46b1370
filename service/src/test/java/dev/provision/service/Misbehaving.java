package dev.provision.service;

import dev.provision.service.json.Json;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The service with a resource that fails in every way a handler can. A program of its own, so that tests of the whole
 * architecture deploy it.
 */
public final class Misbehaving implements HttpService {
    private static final int BLOCK_BYTES = 1 << 20;

    private final String token;

    Misbehaving(String token) {
        this.token = token;
    }

    public static void main(String[] args) {
        Service.run(environment -> Map.of("/misbehaving", new Misbehaving(environment.getOrDefault("TOKEN", ""))));
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/wait/{millis}", Misbehaving::waitAWhile)
                .get("/error", (request, response) -> {
                    throw new IllegalStateException("password=hunter2");
                })
                .get("/crash", (request, response) -> Runtime.getRuntime().halt(1))
                .get("/memory", (request, response) -> eat(response))
                .get("/token", (request, response) -> response.send(token))
                .get("/bytes/{number}", Misbehaving::send)
                .post("/length", Misbehaving::length);
    }

    private static void waitAWhile(ServerRequest request, ServerResponse response) {
        long millis = Long.parseLong(request.path().pathParameters().get("millis"));
        try {
            boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            response.send("waited");
        } catch (InterruptedException cancelled) {
            System.Logger log = System.getLogger("misbehaving");
            log.log(System.Logger.Level.WARNING, "interrupted after less than " + millis + " ms");
            throw new IllegalStateException(cancelled);
        }
    }

    private static void eat(ServerResponse response) {
        List<byte[]> held = new ArrayList<>();
        while (held.size() < Integer.MAX_VALUE) {
            held.add(new byte[BLOCK_BYTES]);
        }
        response.send(Integer.toString(held.size()));
    }

    private static void send(ServerRequest request, ServerResponse response) {
        int number = Integer.parseInt(request.path().pathParameters().get("number"));
        response.headers().contentType(MediaTypes.TEXT_PLAIN);
        response.send("x".repeat(number));
    }

    private static void length(ServerRequest request, ServerResponse response) {
        int length = request.content().as(byte[].class).length;
        response.headers().contentType(MediaTypes.APPLICATION_JSON);
        response.send(Json.bytes(Json.object().add("length", length).build()));
    }
}
