package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What clients get when targets are missing, gone, blocked or slow, or talk nonsense. */
@Timeout(60)
class FailingTargetsTest extends FrontDoorFixture {
    @Test
    void aGroupWithoutTargetsAnswers503() throws Exception {
        front.group("empty");
        assertThat(front.get("/empty").statusCode()).isEqualTo(503);
        assertThat(front.get("/empty").body()).contains("<h1>503 Service Temporarily Unavailable</h1>");
    }

    @Test
    void aTargetThatIsGoneAnswers502AndABlockedOne504() throws Exception {
        TargetGroup group = front.group("gone");
        Attached task = cloud.network().task();
        TargetServer target = new TargetServer(task.loopback(), TargetServer.saying("here"));
        front.join(group, target.port(), task);
        assertThat(front.get("/gone").body()).isEqualTo("here");
        target.close();
        assertThat(front.get("/gone").statusCode()).isEqualTo(502);
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
            return front.get(path).statusCode();
        } catch (IOException | InterruptedException e) {
            return -1;
        }
    }

    @Test
    void aTargetThatBreaksOffOrTalksNonsenseAnswers502() throws Exception {
        List<String> nonsense = List.of(
                "",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nbroken\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123");
        for (int i = 0; i < nonsense.size(); i++) {
            assertThat(answerTo("raw" + i, nonsense.get(i))).isEqualTo(502);
        }
    }

    private static int answerTo(String name, String raw) throws Exception {
        TargetGroup group = front.group(name);
        Attached task = cloud.network().task();
        try (ServerSocket server = new ServerSocket(0, 10, task.loopback())) {
            Thread.ofVirtual().start(() -> serve(server, raw));
            cloud.register(group, task.privateIp(), server.getLocalPort());
            return front.get("/" + name).statusCode();
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
            assertThat(FrontDoor.raw(address, cloud.port(door), "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 504 ");
        } finally {
            never.countDown();
        }
    }

    @Test
    void blockedFromTheInternetTheConnectionIsClosedWithoutAnAnswer() throws Exception {
        LoadBalancer other = cloud.loadBalancer("blocked");
        Listener door = cloud.listener(other, 80);
        URI uri = URI.create("http://" + other.dnsName() + ":" + cloud.port(door) + "/");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        assertThat(front.http().send(request, BodyHandlers.discarding()).statusCode())
                .isEqualTo(404);
        Set<String> nodes = new HashSet<>();
        cloud.network().all().forEach(one -> nodes.add(one.id()));
        nodes.forEach(node -> cloud.network().block("internet", node));
        try {
            await("blocked", () -> {
                try {
                    front.http().send(request, BodyHandlers.discarding());
                    return false;
                } catch (IOException e) {
                    return true;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> front.http().send(request, BodyHandlers.discarding()))
                    .isInstanceOf(IOException.class);
        } finally {
            nodes.forEach(node -> cloud.network().unblock("internet", node));
        }
    }
}
