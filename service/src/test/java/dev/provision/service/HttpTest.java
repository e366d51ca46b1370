package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.service.json.Json;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private InProcess service;

    @BeforeAll
    void start() {
        service = InProcess.start(Map.of("SERVICE_VERSION", "ignored here"), Map.of("/broken", rules -> rules.get(
                        "/secret", (request, response) -> {
                            throw new IllegalStateException("password=hunter2");
                        })
                .get("/gateway", (request, response) -> {
                    throw new HttpException("host db-7 refused", Status.BAD_GATEWAY_502, true);
                })));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/lambda/health", "/fargate/health", "/health/", "/lambda/health/"})
    void healthHasTheShapeOfTheSpecificationUnderEveryPrefix(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonObject health = json(response);
        assertThat(health.keySet()).containsExactly("status", "compute", "version", "startedAt");
        assertThat(health.getString("status")).isEqualTo("UP");
        assertThat(health.getString("compute")).isEqualTo("local");
        assertThat(Instant.parse(health.getString("startedAt")))
                .isBetween(Instant.now().minusSeconds(600), Instant.now());
    }

    @ParameterizedTest
    @CsvSource({"/observe/health,liveness", "/observe/health/live,liveness", "/observe/health/ready,readiness"})
    void healthChecksAreAtHelidonsPathsToo(String path, String check) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getString("status")).isEqualTo("UP");
        assertThat(json(response).getJsonArray("checks").getJsonObject(0).getString("name"))
                .isEqualTo(check);
    }

    @Test
    void metricsAreThereForPrometheus() throws Exception {
        String notFound = "http_server_requests_total{status=\"4xx\"}";
        HttpResponse<String> before = get("/observe/metrics");
        get("/observe/nothing");
        HttpResponse<String> after = get("/observe/metrics");
        // a request is counted when its answer is out
        while (metric(after, notFound) == metric(before, notFound)) {
            after = get("/observe/metrics");
        }
        assertThat(after.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metric(after, notFound)).isEqualTo(metric(before, notFound) + 1);
        double count = metric(after, "http_server_request_duration_seconds_count");
        assertThat(count).isGreaterThan(metric(before, "http_server_request_duration_seconds_count"));
        assertThat(metric(after, "http_server_request_duration_seconds_bucket{le=\"+Inf\"}"))
                .isEqualTo(count);
        assertThat(metric(after, "http_server_active_requests")).isPositive();
        assertThat(metric(after, "jvm_heap_used_bytes")).isGreaterThan(1e6);
    }

    private static double metric(HttpResponse<String> scraped, String name) {
        String line = scraped.body()
                .lines()
                .filter(candidate -> candidate.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(name.length() + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/lambda", "/fargate"})
    void greetsWithPathParameterAndJsonUnderEveryPrefix(String prefix) throws Exception {
        assertThat(json(get(prefix + "/greetings/Zo%C3%AB%20B")))
                .isEqualTo(json("{\"name\":\"Zoë B\",\"message\":\"Hello, Zoë B!\"}"));
        assertThat(json(post(
                        prefix + "/greetings/Ada",
                        "{\"greeting\":\"Good \\\"evening\\\" \\uD83D\\uDE00\",\"times\":2}")))
                .isEqualTo(
                        json(
                                "{\"name\":\"Ada\",\"message\":\"Good \\\"evening\\\" 😀, Ada! Good \\\"evening\\\" 😀, Ada!\"}"));
    }

    @Test
    void namesEverythingThatIsNotValid() throws Exception {
        HttpResponse<String> response = post("/greetings/%20", "{\"greeting\":\"\",\"times\":1.5,\"a/b\":null}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(response)).isEqualTo(json("""
                {"type":"about:blank","title":"Bad Request","status":400,"detail":"The request is not valid.","errors":[
                {"pointer":"name","detail":"must not be blank"},
                {"pointer":"#/greeting","detail":"must not be blank"},
                {"pointer":"#/times","detail":"must be a whole number from 1 to 10"},
                {"pointer":"#/a~1b","detail":"is not known here"}]}
                """));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"times\":1}x",
                "{\"times\":0}",
                "{\"times\":11}",
                "{\"times\":\"1\"}",
                "{\"times\":null}",
                "{\"times\":1e400}",
                "{\"greeting\":null}",
                "{\"greeting\":\"a\\nb\"}"
            })
    void refusesWhatIsNoGreeting(String body) throws Exception {
        HttpResponse<String> response = post("/greetings/Ada", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors")).hasSize(1);
    }

    @Test
    void refusesJsonNestedWithoutEnd() throws Exception {
        assertThat(post("/greetings/Ada", "[".repeat(500_000)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/", "/lambda", "/greetings", "/greetings/a/b", "/observe/nothing"})
    void unknownPathsAreProblems(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(response).getString("title")).isEqualTo("Not Found");
    }

    @Test
    void wrongMethodAndWrongMediaTypeAreProblems() throws Exception {
        HttpResponse<String> delete =
                client.send(request("/greetings/Ada").DELETE().build(), BodyHandlers.ofString());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("allow")).hasValue("GET, HEAD, POST");
        HttpResponse<String> form = client.send(
                request("/greetings/Ada").POST(BodyPublishers.ofString("a=b")).build(), BodyHandlers.ofString());
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(json(form).getInt("status")).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({"/broken/secret,500,hunter2", "/fargate/broken/gateway,502,db-7"})
    void whatBreaksIsAProblemThatTellsTheClientNothingAndTheLogEverything(String path, int status, String secret)
            throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(response).getInt("status")).isEqualTo(status);
        assertThat(response.body()).doesNotContain(secret, "Exception", "\\tat ");
        assertThat(service.lines())
                .anyMatch(line -> line.contains("Failed GET " + path))
                .anyMatch(line -> line.contains(secret))
                .anyMatch(line -> line.startsWith("\tat "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /greetings/Ada HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/json\\r\\nContent-Length: 9999999\\r\\n\\r\\n | 413",
                "GET /%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x\\r\\nHost: x\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: \\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x:port\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x:65536\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: [::1\\r\\n\\r\\n | 400"
            })
    void badHttpIsAProblemToo(String request, int status) throws Exception {
        try (Socket socket =
                new Socket(service.address().getAddress(), service.address().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(request.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status);
            String header = answer.readLine();
            boolean problem = false;
            while (!header.isEmpty()) {
                problem |= header.equalsIgnoreCase("content-type: application/problem+json");
                header = answer.readLine();
            }
            assertThat(problem).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x:80", "127.0.0.1:8080", "[::1]", "[::1]:80", "demo-1.eu-west-2.elb.amazonaws.com"})
    void everyValidHostIsAnsweredThoughAnotherWasBefore(String host) throws Exception {
        for (String asked : new String[] {host, host, "other", host}) {
            try (Socket socket =
                    new Socket(service.address().getAddress(), service.address().getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("GET /health HTTP/1.1\r\nHost: " + asked + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                                .readLine())
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void keepsAnIdleConnectionLongerThanALoadBalancerDoes() throws Exception {
        Settings settings = Settings.of(Values.over(Map.of()), Map.of());
        assertThat(settings.listener().idleTimeout()).isGreaterThan(Duration.ofSeconds(60));
        Duration stop = settings.listener().shutdownGrace();
        assertThat(settings.shutdownGrace().plus(stop.multipliedBy(2))).isLessThan(Duration.ofSeconds(30));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(json))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.address().getPort() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return json(response.body());
    }

    private static JsonObject json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow().asJsonObject();
    }
}
