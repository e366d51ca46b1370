package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.service.RuntimeApiPeer.Answer;
import dev.provision.service.lambda.RuntimeApi;
import dev.provision.service.lambda.RuntimeLoop;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Lambda loop between a Runtime API on the wire and the service's own routing. */
@Timeout(120)
class LambdaTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Probe probe = new Probe();
    private RuntimeApiPeer lambda;
    private InProcess service;
    private Thread loopThread;
    private RuntimeLoop loop;
    private final CompletableFuture<Exception> ended = new CompletableFuture<>();

    /** Routes that show how a request arrived, and one that takes for ever. */
    private static final class Probe implements HttpService {
        private final CountDownLatch never = new CountDownLatch(1);
        private final CompletableFuture<Void> slowStarted = new CompletableFuture<>();
        private final CompletableFuture<Throwable> slowEnded = new CompletableFuture<>();

        @Override
        public void routing(HttpRules rules) {
            rules.any("/echo/*", this::echo)
                    .any("/echo", this::echo)
                    .get("/slow", this::slow)
                    .get("/binary", (request, response) -> {
                        response.headers().set(io.helidon.http.HeaderNames.CONTENT_TYPE, "image/png");
                        response.send(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
                    });
        }

        private void echo(ServerRequest request, ServerResponse response) throws IOException {
            byte[] body = request.content().inputStream().readAllBytes();
            StringBuilder text = new StringBuilder()
                    .append(request.prologue().method().text())
                    .append(' ')
                    .append(request.prologue().uriPath().rawPath())
                    .append('?')
                    .append(request.query().rawValue())
                    .append('\n');
            request.headers().forEach(header -> header.allValues()
                    .forEach(value -> text.append(header.headerName().lowerCase())
                            .append(": ")
                            .append(value)
                            .append('\n')));
            text.append('\n').append(Base64.getEncoder().encodeToString(body));
            response.header("X-Twice", "one", "two");
            // through the stream, and with that chunked
            response.headers().set(io.helidon.http.HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            try (var out = response.outputStream()) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }

        private void slow(ServerRequest request, ServerResponse response) throws InterruptedException {
            slowStarted.complete(null);
            try {
                never.await();
                response.send("done");
            } catch (InterruptedException cancelled) {
                slowEnded.complete(cancelled);
                throw cancelled;
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        lambda = RuntimeApiPeer.start();
        service = InProcess.start(Map.of("AWS_LAMBDA_RUNTIME_API", lambda.hostAndPort()), Map.of("/probe", probe));
        startLoop(service.address());
    }

    private void startLoop(InetSocketAddress listener) {
        loop = new RuntimeLoop(
                new RuntimeApi(lambda.hostAndPort()),
                listener,
                service.application().inFlight(),
                // that long for the last lines, so that no pause of a busy machine leaves them out
                new RuntimeLoop.Patience(Duration.ofMillis(1_500), LONG),
                Clock.systemUTC(),
                service.log(),
                _ -> {});
        loopThread = Thread.ofVirtual().start(() -> {
            try {
                loop.run();
            } catch (IOException | InterruptedException end) {
                ended.complete(end);
            }
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        loopThread.interrupt();
        lambda.close();
        service.close();
        loopThread.join(Duration.ofSeconds(30));
    }

    @Test
    void answersHealthChecksOfTheLoadBalancerAsLambda() throws Exception {
        Answer answer = lambda.invoke("r1", single("GET", "/lambda/health", "", false), LONG);
        assertThat(answer.path()).isEqualTo("response");
        JsonObject json = answer.json();
        assertThat(json.keySet())
                .containsExactlyInAnyOrder("statusCode", "statusDescription", "headers", "body", "isBase64Encoded");
        assertThat(json.getInt("statusCode")).isEqualTo(200);
        assertThat(json.getString("statusDescription")).isEqualTo("200 OK");
        assertThat(json.getBoolean("isBase64Encoded")).isFalse();
        assertThat(json.getString("body")).contains("\"compute\":\"lambda\"", "\"status\":\"UP\"");
        assertThat(json.getJsonObject("headers").getString("content-type")).isEqualTo("application/json");
        // Lambda may freeze the instance now
        assertThat(service.written())
                .anyMatch(line -> line.contains(" Started GET /lambda/health"))
                .anyMatch(line -> line.contains(" Completed GET /lambda/health in "));
        assertThat(json.getJsonObject("headers").keySet()).doesNotContain("connection", "content-length");
        assertThat(service.lines())
                .anyMatch(line -> line.endsWith("Started GET /lambda/health"))
                .anyMatch(line -> line.matches(".* Completed GET /lambda/health in [0-9]+ms"));
    }

    @Test
    void singleValueEventsArriveAsTheClientSentThem() throws Exception {
        String body = Base64.getEncoder().encodeToString(new byte[] {0, (byte) 0xff, 7});
        JsonObject answer = lambda.invoke("r2", single("PATCH", "/lambda/probe/echo/a%2Fb%20c", body, true), LONG)
                .json();
        assertThat(answer.getString("body").lines())
                .contains(
                        "PATCH /lambda/probe/echo/a%2Fb%20c?q=a%26b+c%C3%A9&flag=",
                        "host: lambda-alb-1.eu-west-2.elb.amazonaws.com",
                        "x-forwarded-for: 203.0.113.7",
                        "x-amzn-trace-id: Root=1-alb",
                        "lambda-runtime-aws-request-id: r2",
                        body);
        assertThat(answer.getJsonObject("headers").getString("x-twice")).isEqualTo("one, two");
    }

    @Test
    void multiValueEventsArriveWithAllValuesAndAreAnsweredAlike() throws Exception {
        JsonObject answer = lambda.invoke("r3", """
                {"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"POST","path":"/probe/echo",
                "multiValueQueryStringParameters":{"a":["1","2"],"b":["x%3Dy"]},
                "multiValueHeaders":{"accept":["text/html","text/plain"],"lambda-runtime-aws-request-id":["forged"]},
                "body":"h\\u00e9llo","isBase64Encoded":false}
                """, LONG).json();
        assertThat(answer.containsKey("headers")).isFalse();
        assertThat(answer.getJsonObject("multiValueHeaders")
                        .getJsonArray("x-twice")
                        .toString())
                .isEqualTo("[\"one\",\"two\"]");
        assertThat(answer.getString("body").lines())
                .contains(
                        "POST /probe/echo?a=1&a=2&b=x%3Dy",
                        "accept: text/html",
                        "accept: text/plain",
                        "x-amzn-trace-id: Root=1-r3",
                        "lambda-runtime-aws-request-id: r3",
                        Base64.getEncoder().encodeToString("héllo".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.getString("body")).doesNotContain("forged");
    }

    @Test
    void binaryAnswersAreBase64AndHeadHasNoBody() throws Exception {
        JsonObject binary = lambda.invoke("r4", single("GET", "/probe/binary", "", false), LONG)
                .json();
        assertThat(binary.getBoolean("isBase64Encoded")).isTrue();
        assertThat(Base64.getDecoder().decode(binary.getString("body")))
                .isEqualTo(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
        JsonObject head =
                lambda.invoke("r5", single("HEAD", "/health", "", false), LONG).json();
        assertThat(head.getInt("statusCode")).isEqualTo(200);
        assertThat(head.getString("body")).isEmpty();
    }

    @Test
    void answers504BeforeTheDeadlineCancelsTheWorkAndGoesOn() throws Exception {
        long start = System.nanoTime();
        JsonObject late = lambda.invoke("r6", single("GET", "/probe/slow", "", false), Duration.ofSeconds(4))
                .json();
        // the handler never ends by itself, so that there is an answer at all says that it came by the deadline's
        // margin
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(2_400));
        assertThat(late.getInt("statusCode")).isEqualTo(504);
        assertThat(late.getJsonObject("headers").getString("content-type")).isEqualTo("application/problem+json");
        assertThat(late.getString("body")).contains("\"status\":504", "\"requestId\":\"r6\"");
        assertThat(probe.slowEnded.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);

        JsonObject next =
                lambda.invoke("r7", single("GET", "/health", "", false), LONG).json();
        assertThat(next.getInt("statusCode")).isEqualTo(200);
    }

    @Test
    void answersWhatIsNoLoadBalancerEventClearly() throws Exception {
        for (String event : new String[] {"{}", "", "[]", "\"text\"", "{\"requestContext\":7}", "not json"}) {
            Answer answer = lambda.invoke("r8" + event.length(), event, LONG);
            assertThat(answer.path()).isEqualTo("response");
            assertThat(answer.json().getInt("status")).isEqualTo(400);
            assertThat(answer.json().getString("detail")).contains("Application Load Balancer");
        }
    }

    @Test
    void answersBrokenLoadBalancerEventsWith400() throws Exception {
        for (String event : new String[] {
            "{\"requestContext\":{\"elb\":{}}}",
            "{\"requestContext\":{\"elb\":{}},\"httpMethod\":\"GET\",\"path\":\"no-slash\"}",
            "{\"requestContext\":{\"elb\":{}},\"httpMethod\":\"GET\",\"path\":\"/\",\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
            "{\"requestContext\":{\"elb\":{}},\"httpMethod\":\"GET\",\"path\":\"/\",\"headers\":{\"a\":7}}",
            "{\"requestContext\":{\"elb\":{}},\"httpMethod\":\"PUT\",\"path\":\"/\",\"body\":\"*\",\"isBase64Encoded\":true}"
        }) {
            JsonObject answer =
                    lambda.invoke("r9" + event.length(), event, LONG).json();
            assertThat(answer.getInt("statusCode")).isEqualTo(400);
            assertThat(answer.getString("body")).contains("Bad event");
        }
    }

    @Test
    void answers502WhenTheListenerIsGone() throws Exception {
        service.close();
        JsonObject answer =
                lambda.invoke("r10", single("GET", "/health", "", false), LONG).json();
        assertThat(answer.getInt("statusCode")).isEqualTo(502);
        assertThat(answer.getString("body")).contains("\"requestId\":\"r10\"");
    }

    @Test
    void goesOnWhenLambdaRefusesAnAnswerAndSaysWhyWhenItIsTooLarge() throws Exception {
        lambda.takeAnswersWith(413);
        Answer refused = lambda.invoke("r11", single("GET", "/health", "", false), LONG);
        assertThat(refused.path()).isEqualTo("error");
        assertThat(refused.json().getString("errorType")).isEqualTo("Function.ResponseSizeTooLarge");
        lambda.takeAnswersWith(202);
        assertThat(lambda.invoke("r12", single("GET", "/health", "", false), LONG)
                        .path())
                .isEqualTo("response");
    }

    @Test
    void endsWhenTheRuntimeApiIsBroken() throws Exception {
        lambda.awaitPoll();
        lambda.breakDown(500);
        assertThat(ended.get(30, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("500");
    }

    @Test
    void stopWaitsForTheInvocationThatIsBeingAnswered() throws Exception {
        CompletableFuture<Answer> answer = lambda.offer("r13", single("GET", "/probe/slow", "", false), LONG);
        probe.slowStarted.get(30, TimeUnit.SECONDS);
        assertThat(loop.stop(Duration.ofMillis(100))).isFalse();
        probe.never.countDown();
        assertThat(loop.stop(Duration.ofSeconds(30))).isTrue();
        assertThat(answer.get(30, TimeUnit.SECONDS).json().getString("body")).isEqualTo("done");
    }

    private static String single(String method, String path, String body, boolean base64) {
        return """
                {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-2:0:targetgroup/t/1"}},
                "httpMethod":"%s","path":"%s","queryStringParameters":{"q":"a%%26b+c%%C3%%A9","flag":""},
                "headers":{"host":"lambda-alb-1.eu-west-2.elb.amazonaws.com","x-forwarded-for":"203.0.113.7",
                "x-amzn-trace-id":"Root=1-alb","connection":"keep-alive"},"body":"%s","isBase64Encoded":%s}
                """.formatted(method, path, body, base64);
    }
}
