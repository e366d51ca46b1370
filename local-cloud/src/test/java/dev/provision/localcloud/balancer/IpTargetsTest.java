package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** What passes between clients and targets that are addresses. */
@Timeout(60)
class IpTargetsTest extends FrontDoorFixture {
    @Test
    void unknownPathsGetTheDefaultAction() throws Exception {
        HttpResponse<String> answer = front.get("/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"nothing here\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("server")).contains("awselb/2.0");
    }

    @Test
    void theTargetSeesWhatAwsShowsIt() throws Exception {
        TargetGroup group = front.group("mirror");
        Attached task = cloud.network().task();
        try (TargetServer target = new TargetServer(task.loopback(), TargetServer.mirror())) {
            front.join(group, target.port(), task);
            HttpResponse<String> answer = front.http()
                    .send(
                            front.request("/mirror/a%20b/;m=1/x?q=1%2B1&r=%20")
                                    .header("X-Forwarded-For", "203.0.113.7")
                                    .header("X-Custom", "Value")
                                    .header("TE", "trailers")
                                    .POST(BodyPublishers.ofString("hello"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("POST /mirror/a%20b/;m=1/x?q=1%2B1&r=%20\n")
                    .contains("host: 127.0.0.1:" + cloud.port(front.listener()) + "\n")
                    .contains("x-forwarded-for: 203.0.113.7, 127.0.0.1\n")
                    .contains("x-forwarded-proto: http\n")
                    .contains("x-forwarded-port: 80\n")
                    .containsPattern("x-amzn-trace-id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\n")
                    .contains("x-custom: Value\n")
                    .contains("content-length: 5\n")
                    .doesNotContain("\nte:", "\nupgrade:", "\nhttp2-settings:", "\nconnection:")
                    .endsWith("\n\nhello");
            assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
            assertThat(answer.headers().firstValue("keep-alive")).isEmpty();
        }
    }

    @Test
    void bodiesOfUnknownLengthAreStreamedBothWays() throws Exception {
        TargetGroup group = front.group("stream");
        Attached task = cloud.network().task();
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getRequestBody().transferTo(exchange.getResponseBody());
        })) {
            front.join(group, target.port(), task);
            HttpResponse<byte[]> answer = front.http()
                    .send(
                            front.request("/stream")
                                    .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(sent)))
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Arrays.equals(answer.body(), sent)).isTrue();
        }
    }

    @Test
    void theFirstBytesOfAnAnswerArriveBeforeTheLast() throws Exception {
        TargetGroup group = front.group("events");
        Attached task = cloud.network().task();
        CountDownLatch seen = new CountDownLatch(1);
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                inTime.complete(seen.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                inTime.complete(false);
            }
            exchange.getResponseBody().write("last".getBytes(StandardCharsets.UTF_8));
        })) {
            front.join(group, target.port(), task);
            HttpResponse<InputStream> answer =
                    front.http().send(front.request("/events").build(), BodyHandlers.ofInputStream());
            assertThat(new String(answer.body().readNBytes(5), StandardCharsets.UTF_8))
                    .isEqualTo("first");
            seen.countDown();
            assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("last");
            assertThat(inTime.get()).isTrue();
        }
    }

    @Test
    void headAnswersHaveALengthAndNoBody() throws Exception {
        TargetGroup group = front.group("head");
        Attached task = cloud.network().task();
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            exchange.getResponseHeaders().set("Content-Length", "1234");
            exchange.sendResponseHeaders(200, -1);
        })) {
            front.join(group, target.port(), task);
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer =
                        front.http().send(front.request("/head").HEAD().build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-length")).contains("1234");
                assertThat(answer.body()).isEmpty();
            }
        }
    }

    @Test
    void requestsAreSharedOutAndMeasured() throws Exception {
        TargetGroup group = front.group("share");
        Attached one = cloud.network().task();
        Attached two = cloud.network().task();
        try (TargetServer first = new TargetServer(one.loopback(), TargetServer.saying("one"));
                TargetServer second = new TargetServer(two.loopback(), TargetServer.saying("two"))) {
            front.join(group, first.port(), one);
            cloud.register(group, two.privateIp(), second.port());
            await("both healthy", () -> cloud
                    .client()
                    .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                    .targetHealthDescriptions()
                    .stream()
                    .allMatch(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY));
            int ones = 0;
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = front.get("/share");
                ones += answer.body().equals("one") ? 1 : 0;
            }
            assertThat(ones).isEqualTo(10);
            String arn = front.loadBalancer().loadBalancerArn();
            Map<String, String> dimensions = Map.of(
                    "LoadBalancer", arn.substring(arn.indexOf("app/")),
                    "TargetGroup",
                            group.targetGroupArn()
                                    .substring(group.targetGroupArn().indexOf("targetgroup/")));
            assertThat(cloud.measured().sum("RequestCount", dimensions)).isEqualTo(20);
            assertThat(cloud.measured().sum("HTTPCode_Target_2XX_Count", dimensions))
                    .isEqualTo(20);
            assertThat(cloud.measured().sum("TargetResponseTime", dimensions)).isPositive();
        }
    }

    @Test
    void malformedRequestsGetABadRequestInTheLoadBalancersWords() throws Exception {
        assertThat(front.raw("GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(front.raw("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(front.raw("GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(70_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        String many = "1.1.1.1, ".repeat(30) + "1.1.1.1";
        assertThat(front.raw("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + many + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 463 ");
    }

    private static void attribute(String key, String value) {
        cloud.client().modifyLoadBalancerAttributes(r -> r.loadBalancerArn(
                        front.loadBalancer().loadBalancerArn())
                .attributes(
                        LoadBalancerAttribute.builder().key(key).value(value).build()));
    }

    @Test
    void attributesDecideWhatTheTargetLearnsAboutTheClient() throws Exception {
        TargetGroup group = front.group("attributes");
        Attached task = cloud.network().task();
        String mode = "routing.http.xff_header_processing.mode";
        try (TargetServer target = new TargetServer(task.loopback(), TargetServer.mirror())) {
            front.join(group, target.port(), task);
            var request = front.request("/attributes")
                    .header("X-Forwarded-For", "203.0.113.7")
                    .header("x_odd", "1")
                    .header("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678")
                    .build();
            attribute(mode, "preserve");
            assertThat(front.http().send(request, BodyHandlers.ofString()).body())
                    .contains("x-forwarded-for: 203.0.113.7\n", "x_odd: 1\n")
                    .containsPattern(
                            "x-amzn-trace-id: Self=1-[0-9a-f-]{33};Root=1-67891233-abcdef012345678912345678\n");
            attribute(mode, "remove");
            attribute("routing.http.drop_invalid_header_fields.enabled", "true");
            assertThat(front.http().send(request, BodyHandlers.ofString()).body())
                    .doesNotContain("x-forwarded-for", "x_odd");
            attribute(mode, "append");
            attribute("routing.http.xff_client_port.enabled", "true");
            assertThat(front.http().send(request, BodyHandlers.ofString()).body())
                    .containsPattern("x-forwarded-for: 203.0.113.7, 127.0.0.1:\\d+\n");
        } finally {
            attribute(mode, "append");
            attribute("routing.http.xff_client_port.enabled", "false");
            attribute("routing.http.drop_invalid_header_fields.enabled", "false");
        }
    }
}
