package peer;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Instant;

public final class Main {
    public static void main(String[] args) {
        String startedAt = Instant.now().toString();
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.get("/health").handler(context -> context.json(new JsonObject()
                .put("status", "UP")
                .put("compute", "local")
                .put("version", "1")
                .put("startedAt", startedAt)));
        vertx.createHttpServer()
                .requestHandler(router)
                .listen(Integer.parseInt(System.getenv("SERVER_PORT")), "127.0.0.1");
    }
}
