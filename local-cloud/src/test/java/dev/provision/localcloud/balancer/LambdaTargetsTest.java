package dev.provision.localcloud.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.elb.ElbCloud;
import dev.provision.localcloud.lambda.Invoker.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

@Timeout(60)
class LambdaTargetsTest {
    private static final String FUNCTION = "arn:aws:lambda:eu-west-2:000000000000:function:demo:live";
    private static ElbCloud cloud;
    private static LoadBalancer loadBalancer;
    private static Listener listener;
    private static TargetGroup single;
    private static TargetGroup multi;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        cloud = ElbCloud.start();
        cloud.functions().permit(FUNCTION);
        loadBalancer = cloud.loadBalancer("functions");
        listener = cloud.listener(loadBalancer, 80);
        single = group("single", 1);
        multi = group("multi", 2);
        cloud.client().modifyTargetGroupAttributes(request -> request.targetGroupArn(multi.targetGroupArn())
                .attributes(TargetGroupAttribute.builder()
                        .key("lambda.multi_value_headers.enabled")
                        .value("true")
                        .build()));
        http = HttpClient.newHttpClient();
    }

    private static TargetGroup group(String name, int priority) {
        TargetGroup group = cloud.lambdaGroup(name);
        cloud.client().registerTargets(request -> request.targetGroupArn(group.targetGroupArn())
                .targets(TargetDescription.builder().id(FUNCTION).build()));
        cloud.rule(listener, priority, "/" + name + "*", group);
        return group;
    }

    @AfterAll
    static void stop() {
        http.close();
        cloud.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cloud.port(listener) + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private static JsonNode lastEvent() {
        return JsonNode.parser().parse(cloud.functions().events().getLast());
    }

    @Test
    void theEventIsTheOneThatAwsSends() throws Exception {
        cloud.functions()
                .answer("{\"statusCode\":201,\"statusDescription\":\"201 Made\",\"headers\":{\"X-A\":\"b\","
                        + "\"Content-Type\":\"text/plain\"},\"body\":\"hello\",\"isBase64Encoded\":false}");
        HttpResponse<String> answer = http.send(
                request("/single/a%20b?x=1%2B1&y=%20&x=2&flag")
                        .header("X-Many", "1")
                        .header("X-Many", "2")
                        .header("Content-Type", "application/json; charset=utf-8")
                        .PUT(BodyPublishers.ofString("{\"a\":\"ü\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("x-a")).contains("b");
        Map<String, JsonNode> event = lastEvent().asObject();
        assertThat(event.keySet())
                .containsExactly(
                        "requestContext",
                        "httpMethod",
                        "path",
                        "queryStringParameters",
                        "headers",
                        "body",
                        "isBase64Encoded");
        assertThat(lastEvent()
                        .field("requestContext")
                        .orElseThrow()
                        .field("elb")
                        .orElseThrow()
                        .field("targetGroupArn")
                        .orElseThrow()
                        .asString())
                .isEqualTo(single.targetGroupArn());
        assertThat(event.get("httpMethod").asString()).isEqualTo("PUT");
        assertThat(event.get("path").asString()).isEqualTo("/single/a%20b");
        assertThat(event.get("body").asString()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(event.get("isBase64Encoded").asBoolean()).isFalse();
        Map<String, JsonNode> query = event.get("queryStringParameters").asObject();
        assertThat(query.get("x").asString()).isEqualTo("2");
        assertThat(query.get("y").asString()).isEqualTo("%20");
        assertThat(query.get("flag").asString()).isEmpty();
        Map<String, JsonNode> headers = event.get("headers").asObject();
        assertThat(headers.get("x-many").asString()).isEqualTo("2");
        assertThat(headers.get("x-forwarded-for").asString()).isEqualTo("127.0.0.1");
        assertThat(headers.get("x-forwarded-port").asString()).isEqualTo("80");
        assertThat(headers.get("x-forwarded-proto").asString()).isEqualTo("http");
        assertThat(headers.get("x-amzn-trace-id").asString()).startsWith("Root=1-");
        assertThat(headers.get("host").asString()).isEqualTo("127.0.0.1:" + cloud.port(listener));
    }

    @Test
    void multiValueHeadersReplaceTheSingleOnesBothWays() throws Exception {
        cloud.functions()
                .answer("{\"statusCode\":200,\"multiValueHeaders\":{\"Set-Cookie\":[\"a=1\",\"b=2\"]},"
                        + "\"headers\":{\"X-Ignored\":\"1\"}}");
        HttpResponse<String> answer = http.send(
                request("/multi?x=1&x=2")
                        .header("X-Many", "1")
                        .header("X-Many", "2")
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().firstValue("x-ignored")).isEmpty();
        Map<String, JsonNode> event = lastEvent().asObject();
        assertThat(event).doesNotContainKeys("headers", "queryStringParameters");
        assertThat(event.get("multiValueQueryStringParameters")
                        .asObject()
                        .get("x")
                        .asArray())
                .extracting(JsonNode::asString)
                .containsExactly("1", "2");
        assertThat(event.get("multiValueHeaders").asObject().get("x-many").asArray())
                .extracting(JsonNode::asString)
                .containsExactly("1", "2");
    }

    @Test
    void bodiesThatAreNoTextComeAndGoInBase64() throws Exception {
        byte[] bytes = {0, 1, 2, (byte) 0xff};
        cloud.functions()
                .answer("{\"statusCode\":200,\"body\":\"" + Base64.getEncoder().encodeToString(bytes)
                        + "\",\"isBase64Encoded\":true,\"headers\":{\"content-type\":\"image/png\"}}");
        HttpResponse<byte[]> answer = http.send(
                request("/single").POST(BodyPublishers.ofByteArray(bytes)).build(), BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(bytes);
        assertThat(lastEvent().field("isBase64Encoded").orElseThrow().asBoolean())
                .isTrue();
        assertThat(lastEvent().field("body").orElseThrow().asString())
                .isEqualTo(Base64.getEncoder().encodeToString(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "\"text\"",
                "{}",
                "{\"statusCode\":\"200\"}",
                "{\"statusCode\":20}",
                "{\"statusCode\":200,\"headers\":{\"a\":1}}",
                "{\"statusCode\":200,\"headers\":[]}",
                "{\"statusCode\":200,\"body\":{}}",
                "{\"statusCode\":200,\"body\":\"%\",\"isBase64Encoded\":true}"
            })
    void malformedAnswersAre502(String answer) throws Exception {
        cloud.functions().answer(answer);
        assertThat(get("/single").statusCode()).isEqualTo(502);
    }

    @Test
    void failuresHaveTheStatusesAndMetricsOfAws() throws Exception {
        String arn = loadBalancer.loadBalancerArn();
        String group = single.targetGroupArn();
        Map<String, String> dimensions = Map.of(
                "LoadBalancer", arn.substring(arn.indexOf("app/")),
                "TargetGroup", group.substring(group.indexOf("targetgroup/")));
        double before = cloud.measured().sum("LambdaUserError", dimensions);
        cloud.functions().code(_ -> new Outcome.FunctionError("Sandbox.Timedout", "{}"));
        assertThat(get("/single").statusCode()).isEqualTo(502);
        assertThat(cloud.measured().sum("LambdaUserError", dimensions)).isEqualTo(before + 1);
        cloud.functions().code(_ -> new Outcome.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
        assertThat(get("/single").statusCode()).isEqualTo(502);
        assertThat(cloud.measured().sum("LambdaInternalError", dimensions)).isEqualTo(1);
        cloud.functions().answer("{\"statusCode\":200,\"body\":\"" + "x".repeat(1024 * 1024) + "\"}");
        assertThat(get("/single").statusCode()).isEqualTo(502);
        cloud.functions().answer("{\"statusCode\":200}");
        HttpResponse<String> large = http.send(
                request("/single")
                        .POST(BodyPublishers.ofByteArray(new byte[1024 * 1024 + 1]))
                        .build(),
                BodyHandlers.ofString());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(get("/single").statusCode()).isEqualTo(200);
    }

    @Test
    void aWebSocketIsRefusedAndAClientThatHangsUpIsNoticedWhileTheFunctionRunsOn() throws Exception {
        String arn = loadBalancer.loadBalancerArn();
        Map<String, String> dimensions = Map.of("LoadBalancer", arn.substring(arn.indexOf("app/")));
        CompletableFuture<Boolean> invoked = new CompletableFuture<>();
        CompletableFuture<Boolean> enough = new CompletableFuture<>();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        cloud.functions().code(_ -> {
            invoked.complete(true);
            enough.join();
            done.complete(true);
            return new Outcome.Answered("{\"statusCode\":200}");
        });
        double before = cloud.measured().sum("HTTPCode_ELB_4XX_Count", dimensions);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), cloud.port(listener))) {
            client.getOutputStream()
                    .write("GET /single HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(invoked.join()).isTrue();
        }
        ElbCloud.await("460", () -> cloud.measured().sum("HTTPCode_ELB_4XX_Count", dimensions) == before + 1);
        enough.complete(true);
        assertThat(done.join()).isTrue();
        cloud.functions().answer("{\"statusCode\":200}");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), cloud.port(listener))) {
            client.getOutputStream()
                    .write("GET /single HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 400");
        }
    }
}
