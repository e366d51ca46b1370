import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A service whose requests take what they are told: CPU_MILLIS of processor time, and WAIT_MILLIS of waiting before that. Task
 * and function, as the demo service, on virtual threads as Helidon; a path that ends in /health takes nothing.
 */
public final class Paced {
    private static final Map<String, String> ENV = System.getenv();
    private static final long CPU_NANOS = millis("CPU_MILLIS");
    private static final long WAIT_NANOS = millis("WAIT_MILLIS");
    /** A virtual thread has no clock of its own; on one processor nobody else computes meanwhile. */
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Paced() {}

    private static long millis(String name) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(ENV.getOrDefault(name, "0")));
    }

    public static void main(String[] args) throws Exception {
        work();
        if (System.getProperty("paced.train") != null) {
            return;
        }
        if (ENV.containsKey("AWS_LAMBDA_RUNTIME_API")) {
            function(ENV.get("AWS_LAMBDA_RUNTIME_API"));
        } else {
            task();
        }
    }

    private static void work() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(WAIT_NANOS);
        long end = PROCESS.getProcessCpuTime() + CPU_NANOS;
        while (PROCESS.getProcessCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void task() throws Exception {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        ENV.getOrDefault("SERVER_HOST", "0.0.0.0"), Integer.parseInt(ENV.getOrDefault("SERVER_PORT", "8080"))),
                0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().endsWith("/health")) {
                    work();
                }
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    private static void function(String api) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String root = "http://" + api + "/2018-06-01/runtime/invocation/";
        while (true) {
            var next = client.send(HttpRequest.newBuilder(URI.create(root + "next")).build(), BodyHandlers.ofString());
            if (!next.body().contains("/health\"")) {
                work();
            }
            String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
            client.send(
                    HttpRequest.newBuilder(URI.create(root + id + "/response"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"statusCode\":200,\"body\":\"\"}"))
                            .build(),
                    BodyHandlers.discarding());
        }
    }
}
