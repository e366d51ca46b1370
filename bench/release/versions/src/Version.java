import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service that can be good or bad, for the rehearsal of releases: VERSION is what it answers in X-Version, ROUTE in X-Route,
 * FAULT is what is wrong with it. In X-Sent it answers the end of the path, where clients write when they sent the request. The
 * same program serves as task and as function, as the demo service does. The JDK is all it needs.
 */
public final class Version {
    private static final Map<String, String> ENV = System.getenv();
    private static final String FAULT = ENV.getOrDefault("FAULT", "none");
    private static final String VERSION = ENV.getOrDefault("VERSION", "0");
    private static final String ROUTE = ENV.getOrDefault("ROUTE", "-");
    private static final Pattern PATH = Pattern.compile("\"path\"\\s*:\\s*\"([^\"]*)\"");
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static final List<byte[]> HOARD = new ArrayList<>();

    private Version() {}

    record Answer(int status, String body) {}

    public static void main(String[] args) throws Exception {
        if (System.getProperty("version.train") != null) {
            return;
        }
        System.out.println("version " + VERSION + " starts, fault " + FAULT);
        switch (FAULT) {
            case "exit", "exit-at-init" -> {
                System.out.println("cannot read the configuration: this version does not start");
                // This is the fault: as a service ends that cannot start.
                System.exit(3);
            }
            case "hang" -> new java.util.concurrent.CountDownLatch(1).await();
            case "hungry" -> hoard(4096);
            default -> {}
        }
        if (ENV.containsKey("AWS_LAMBDA_RUNTIME_API")) {
            function(ENV.get("AWS_LAMBDA_RUNTIME_API"));
        } else {
            task();
        }
    }

    private static Answer answer(String path) throws InterruptedException {
        boolean health = path.endsWith("/health");
        int number = REQUESTS.incrementAndGet();
        return switch (FAULT) {
            case "unhealthy" -> new Answer(health ? 500 : 200, "unhealthy");
            case "errors" -> health ? good() : bad("every request fails");
            case "some-errors" -> !health && number % 3 == 0 ? bad("every third request fails") : good();
            case "slow" -> {
                if (!health) {
                    // This is the fault: a request that takes 1.2 s.
                    Thread.sleep(1200);
                }
                yield good();
            }
            case "leak" -> {
                if (!health) {
                    hoard(24);
                }
                yield good();
            }
            case "crash" -> {
                if (!health && number > 20) {
                    System.out.println("a bug in request " + number);
                    Runtime.getRuntime().halt(7);
                }
                yield good();
            }
            default -> good();
        };
    }

    private static Answer good() {
        return new Answer(200, "ok");
    }

    private static Answer bad(String why) {
        System.out.println("error: " + why);
        return new Answer(500, why);
    }

    /** Memory that is used, and never given back. */
    private static void hoard(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            byte[] block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 1);
            HOARD.add(block);
        }
    }

    private static void task() throws IOException {
        String host = ENV.getOrDefault("SERVER_HOST", "0.0.0.0");
        int port = FAULT.equals("port") ? 8099 : Integer.parseInt(ENV.getOrDefault("SERVER_PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        AtomicInteger running = new AtomicInteger();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            running.incrementAndGet();
            try {
                serve(exchange);
            } finally {
                running.decrementAndGet();
            }
        });
        server.start();
        // The load balancer has let go of a task before ECS ends it; what it sent by then is answered.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(2)));
    }

    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Answer answer = answer(path);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Version", VERSION);
            exchange.getResponseHeaders().set("X-Route", ROUTE);
            exchange.getResponseHeaders().set("X-Sent", end(path));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError full) {
            System.out.println("out of memory");
            Runtime.getRuntime().halt(137);
        }
    }

    private static String end(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void function(String api) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String root = "http://" + api + "/2018-06-01/runtime/invocation/";
        while (true) {
            HttpResponse<String> next = client.send(
                    HttpRequest.newBuilder(URI.create(root + "next")).build(), HttpResponse.BodyHandlers.ofString());
            String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
            Matcher found = PATH.matcher(next.body());
            String path = found.find() ? found.group(1) : "/";
            Answer answer = answer(path);
            String body = "{\"statusCode\":" + answer.status() + ",\"isBase64Encoded\":false,\"multiValueHeaders\":"
                    + "{\"X-Version\":[\"" + VERSION + "\"],\"X-Route\":[\"" + ROUTE + "\"],\"X-Sent\":[\"" + end(path) + "\"],\"Content-Type\":[\"text/plain\"]},\"body\":\"" + answer.body()
                    + "\"}";
            client.send(
                    HttpRequest.newBuilder(URI.create(root + id + "/response"))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }
}
