package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.elb.ElbCloud;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

@Timeout(60)
class IpTargetsTest {
    private static ElbCloud cloud;
    private static LoadBalancer loadBalancer;
    private static Listener listener;
    private static HttpClient http;
    private static int priorities;

    @BeforeAll
    static void start() {
        cloud = ElbCloud.start();
        loadBalancer = cloud.loadBalancer("ip-targets");
        listener = cloud.listener(loadBalancer, 80);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        http.close();
        cloud.close();
    }

    private static TargetGroup group(String name) {
        TargetGroup group = cloud.ipGroup(name);
        cloud.rule(listener, ++priorities, "/" + name + "*", group);
        return group;
    }

    private static Attached join(TargetGroup group, int port, Attached task) {
        cloud.register(group, task.privateIp(), port);
        await("registered and healthy", () -> cloud.health(group).state() == TargetHealthStateEnum.HEALTHY);
        return task;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cloud.port(listener) + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    @Test
    void unknownPathsGetTheDefaultAction() throws Exception {
        HttpResponse<String> answer = get("/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"nothing here\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("server")).contains("awselb/2.0");
    }

    @Test
    void theTargetSeesWhatAwsShowsIt() throws Exception {
        TargetGroup group = group("mirror");
        Attached task = cloud.network().task();
        try (TargetServer target = new TargetServer(task.loopback(), TargetServer.mirror())) {
            join(group, target.port(), task);
            HttpResponse<String> answer = http.send(
                    request("/mirror/a%20b/;m=1/x?q=1%2B1&r=%20")
                            .header("X-Forwarded-For", "203.0.113.7")
                            .header("X-Custom", "Value")
                            .header("TE", "trailers")
                            .POST(BodyPublishers.ofString("hello"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("POST /mirror/a%20b/;m=1/x?q=1%2B1&r=%20\n")
                    .contains("host: 127.0.0.1:" + cloud.port(listener) + "\n")
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
        TargetGroup group = group("stream");
        Attached task = cloud.network().task();
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getRequestBody().transferTo(exchange.getResponseBody());
        })) {
            join(group, target.port(), task);
            HttpResponse<byte[]> answer = http.send(
                    request("/stream")
                            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(sent)))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Arrays.equals(answer.body(), sent)).isTrue();
        }
    }

    @Test
    void theFirstBytesOfAnAnswerArriveBeforeTheLast() throws Exception {
        TargetGroup group = group("events");
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
            join(group, target.port(), task);
            HttpResponse<InputStream> answer = http.send(request("/events").build(), BodyHandlers.ofInputStream());
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
        TargetGroup group = group("head");
        Attached task = cloud.network().task();
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            exchange.getResponseHeaders().set("Content-Length", "1234");
            exchange.sendResponseHeaders(200, -1);
        })) {
            join(group, target.port(), task);
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = http.send(request("/head").HEAD().build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-length")).contains("1234");
                assertThat(answer.body()).isEmpty();
            }
        }
    }

    @Test
    void requestsAreSharedOutAndMeasured() throws Exception {
        TargetGroup group = group("share");
        Attached one = cloud.network().task();
        Attached two = cloud.network().task();
        try (TargetServer first = new TargetServer(one.loopback(), TargetServer.saying("one"));
                TargetServer second = new TargetServer(two.loopback(), TargetServer.saying("two"))) {
            join(group, first.port(), one);
            cloud.register(group, two.privateIp(), second.port());
            await("both healthy", () -> cloud
                    .client()
                    .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                    .targetHealthDescriptions()
                    .stream()
                    .allMatch(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY));
            int ones = 0;
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = get("/share");
                ones += answer.body().equals("one") ? 1 : 0;
            }
            assertThat(ones).isEqualTo(10);
            String arn = loadBalancer.loadBalancerArn();
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
    void aGroupWithoutTargetsAnswers503() throws Exception {
        group("empty");
        assertThat(get("/empty").statusCode()).isEqualTo(503);
        assertThat(get("/empty").body()).contains("<h1>503 Service Temporarily Unavailable</h1>");
    }

    @Test
    void aTargetThatIsGoneAnswers502AndABlockedOne504() throws Exception {
        TargetGroup group = group("gone");
        Attached task = cloud.network().task();
        TargetServer target = new TargetServer(task.loopback(), TargetServer.saying("here"));
        join(group, target.port(), task);
        assertThat(get("/gone").body()).isEqualTo("here");
        target.close();
        assertThat(get("/gone").statusCode()).isEqualTo(502);
        nodes().forEach(node -> cloud.network().block(node, task.id()));
        await("blocked", () -> status("/gone") == 504);
    }

    private static Set<String> nodes() {
        Set<String> ids = new HashSet<>();
        cloud.network().all().stream()
                .filter(one -> cloud.network().find(one.id()).isPresent()
                        && !one.groupIds().contains("sg-task"))
                .forEach(one -> ids.add(one.id()));
        return ids;
    }

    private static int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException | InterruptedException e) {
            return -1;
        }
    }

    @Test
    void aTargetThatBreaksOffOrTalksNonsenseAnswers502() throws Exception {
        for (String nonsense : new String[] {
            "",
            "HTTP/1.1 abc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nbroken\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123"
        }) {
            assertThat(answerTo(nonsense)).isEqualTo(502);
        }
    }

    private static int answerTo(String raw) throws Exception {
        TargetGroup group = group("raw" + ++priorities);
        Attached task = cloud.network().task();
        try (ServerSocket server = new ServerSocket(0, 10, task.loopback())) {
            Thread.ofVirtual().start(() -> serve(server, raw));
            cloud.register(group, task.privateIp(), server.getLocalPort());
            return get("/" + group.targetGroupName()).statusCode();
        }
    }

    private static void serve(ServerSocket server, String raw) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void blockedFromTheInternetTheConnectionIsClosedWithoutAnAnswer() throws Exception {
        LoadBalancer other = cloud.loadBalancer("blocked");
        Listener door = cloud.listener(other, 80);
        URI uri = URI.create("http://" + other.dnsName() + ":" + cloud.port(door) + "/");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
        Set<String> nodes = new HashSet<>();
        cloud.network().all().forEach(one -> nodes.add(one.id()));
        nodes.forEach(node -> cloud.network().block("internet", node));
        try {
            await("blocked", () -> {
                try {
                    http.send(request, BodyHandlers.discarding());
                    return false;
                } catch (IOException e) {
                    return true;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> http.send(request, BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        } finally {
            nodes.forEach(node -> cloud.network().unblock("internet", node));
        }
    }

    @Test
    void malformedRequestsGetABadRequestInTheLoadBalancersWords() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        String many = "1.1.1.1, ".repeat(30) + "1.1.1.1";
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + many + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 463 ");
    }

    @Test
    void aSlowTargetIs504AndAnIdleClientIsCutOff() throws Exception {
        LoadBalancer impatient = cloud.loadBalancer("impatient");
        cloud.client().modifyLoadBalancerAttributes(request -> request.loadBalancerArn(impatient.loadBalancerArn())
                .attributes(LoadBalancerAttribute.builder()
                        .key("idle_timeout.timeout_seconds")
                        .value("1")
                        .build()));
        Listener door = cloud.listener(impatient, 80);
        TargetGroup group = cloud.ipGroup("impatient");
        cloud.rule(door, 1, "/slow", group);
        Attached task = cloud.network().task();
        CountDownLatch never = new CountDownLatch(1);
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
            exchange.getRequestBody().readAllBytes();
            try {
                never.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            cloud.register(group, task.privateIp(), target.port());
            InetAddress address = InetAddress.ofLiteral(impatient.dnsName());
            assertThat(raw(address, cloud.port(door), "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 504 ");
        } finally {
            never.countDown();
        }
    }

    private static String raw(String request) throws IOException {
        return raw(InetAddress.getLoopbackAddress(), cloud.port(listener), request);
    }

    private static String raw(InetAddress address, int port, String request) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
