package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.demo.Main;
import dev.provision.service.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process from the outside: environment in, HTTP, standard output, signals and exit codes out. */
@Timeout(120)
class MainTest {
    private static final String TIME = "[0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} ";

    private static final String HALF_A_REQUEST = String.join(
            "\r\n",
            "POST /greetings/Ada HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 2",
            "",
            "{");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

    @Test
    void logsEveryRequestInTheFormOfTheSpecificationAndEndsWithCode0() throws Exception {
        int port = ServiceProcess.freePort();
        try (ServiceProcess service = ServiceProcess.start(Map.of("SERVER_PORT", Integer.toString(port)))) {
            service.port();
            assertThat(get("127.0.0.1", port, "/health?secret=1").statusCode()).isEqualTo(200);
            service.awaitLine("Completed");
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(service.lines().subList(0, 3))
                    .satisfiesExactly(
                            line -> assertThat(line).matches(TIME + "Starting server on port " + port),
                            line -> assertThat(line).matches(TIME + "Started GET /health"),
                            line -> assertThat(line).matches(TIME + "Completed GET /health in [0-9]+ms"));
        }
    }

    @Test
    void bindsTheAddressInServerHostOnlySoThatCopiesCoexistOnOnePort() throws Exception {
        int port = ServiceProcess.freePort();
        Map<String, String> first =
                Map.of("SERVER_HOST", "127.0.77.1", "SERVER_PORT", Integer.toString(port), "SERVICE_VERSION", "one");
        Map<String, String> second =
                Map.of("SERVER_HOST", "127.0.77.2", "SERVER_PORT", Integer.toString(port), "SERVICE_VERSION", "two");
        try (ServiceProcess one = ServiceProcess.start(first);
                ServiceProcess two = ServiceProcess.start(second)) {
            one.port();
            two.port();
            assertThat(json(get("127.0.77.1", port, "/health")).getString("version"))
                    .isEqualTo("one");
            assertThat(json(get("127.0.77.2", port, "/health")).getString("version"))
                    .isEqualTo("two");
        }
    }

    @Test
    void saysWhichComputeItRunsOn() throws Exception {
        try (ServiceProcess service =
                ServiceProcess.start(Map.of("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/x"))) {
            JsonObject health = json(get("127.0.0.1", service.port(), "/fargate/health"));
            assertThat(health.getString("compute")).isEqualTo("fargate");
            assertThat(health.getString("version")).isNotBlank().doesNotContain("$");
        }
    }

    @Test
    void jsonLogHasOneObjectALine() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(Map.of("LOGGING_FORMAT", "json"))) {
            int port = service.port();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/lambda/nothing"))
                    .header("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678")
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
            JsonObject completed = json(service.awaitLine("Completed"));
            assertThat(completed.getString("level")).isEqualTo("INFO");
            assertThat(completed.getString("message")).matches("Completed GET /lambda/nothing in [0-9]+ms");
            assertThat(completed.getString("method")).isEqualTo("GET");
            assertThat(completed.getString("path")).isEqualTo("/lambda/nothing");
            assertThat(completed.getInt("status")).isEqualTo(404);
            assertThat(completed.getString("traceId")).isEqualTo("Root=1-67891233-abcdef012345678912345678");
            assertThat(completed.getString("time")).matches("[0-9-]{10}T[0-9:]{8}(\\.[0-9]+)?Z");
            service.terminate();
            service.awaitExit();
            assertThat(service.lines()).allSatisfy(line -> assertThat(Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                    .isPresent());
        }
    }

    @Test
    void onSigtermReadinessGoesDownAndTheRequestInFlightFinishes() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(Map.of());
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            slow.setSoTimeout(60_000);
            send(slow, HALF_A_REQUEST);
            service.awaitLine("Started POST");
            service.terminate();
            service.awaitLine("Draining");
            HttpResponse<String> health = get("127.0.0.1", service.port(), "/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(json(health).getString("status")).isEqualTo("DOWN");
            assertThat(json(health).getJsonArray("checks").getJsonObject(0).getString("name"))
                    .isEqualTo("readiness");
            assertThat(get("127.0.0.1", service.port(), "/observe/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(service.isAlive()).isTrue();

            send(slow, "}");
            List<String> answer = readToEnd(slow);
            service.awaitLine("Completed POST /greetings/Ada");
            assertThat(answer.getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer).contains("Connection: close");
            assertThat(answer.getLast()).contains("Hello, Ada!");
            assertThat(service.awaitExit()).isZero();
        }
    }

    @Test
    void aRequestThatNeverEndsHoldsShutdownUpForTheGraceOnly() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(
                        Map.of("SHUTDOWN_GRACE", "PT0.5S", "SERVER_SHUTDOWN_GRACE_PERIOD", "PT0.1S"));
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            send(slow, HALF_A_REQUEST);
            service.awaitLine("Started POST");
            long start = System.nanoTime();
            service.terminate();
            assertThat(service.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(service.lines()).anyMatch(line -> line.contains("unfinished"));
        }
    }

    @Test
    void exitsWithCode1AndTheReasonWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service =
                        ServiceProcess.start(Map.of("SERVER_PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.lines())
                    .anyMatch(line -> line.contains("Cannot listen on 127.0.0.1:" + taken.getLocalPort()));
        }
    }

    @Test
    void exitsWithCode1AndTheReasonWhenASettingIsNotValid() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(Map.of("LOGGING_FORMAT", "xml"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.lines())
                    .anyMatch(line -> line.contains(
                            "logging.format (environment variable LOGGING_FORMAT) is 'xml' but must be json, text"));
        }
    }

    @Test
    void trainsByItselfWithTheOptionsThatTheJarNamesAndExits() throws Exception {
        String[] options;
        try (var in = Main.class.getResourceAsStream("/META-INF/provision/training-options")) {
            options = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toArray(String[]::new);
        }
        try (ServiceProcess service = ServiceProcess.start(Map.of(), options)) {
            assertThat(service.awaitExit()).isZero();
            assertThat(service.lines()).singleElement().asString().contains("Training run");
        }
    }

    private HttpResponse<String> get(String host, int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> response) {
        return json(response.body());
    }

    private static JsonObject json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow().asJsonObject();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> readToEnd(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                .lines()
                .toList();
    }
}
