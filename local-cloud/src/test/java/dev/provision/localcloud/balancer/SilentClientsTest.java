package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What load balancers do with clients that fall silent or hang up. */
@Timeout(60)
class SilentClientsTest extends FrontDoorFixture {
    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), cloud.port(front.listener()));
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static Socket say(String words) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** How many requests the load balancer has answered with 4xx by itself. */
    private static double refused() {
        String arn = front.loadBalancer().loadBalancerArn();
        return cloud.measured()
                .sum("HTTPCode_ELB_4XX_Count", Map.of("LoadBalancer", arn.substring(arn.indexOf("app/"))));
    }

    private static void idleTimeout(int seconds) {
        cloud.client().modifyLoadBalancerAttributes(request -> request.loadBalancerArn(
                        front.loadBalancer().loadBalancerArn())
                .attributes(LoadBalancerAttribute.builder()
                        .key("idle_timeout.timeout_seconds")
                        .value(Integer.toString(seconds))
                        .build()));
    }

    /** The listener was opened with 60 seconds, more than the test has. */
    @Test
    void whoStopsInTheMiddleOfARequestGets408() throws Exception {
        TargetGroup group = front.group("patient");
        Attached task = cloud.network().task();
        List<String> halves = List.of(
                "GET /half",
                "GET /half HTTP/1.1\r\nHost: x\r\nX-Fal",
                "POST /patient HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123",
                "POST /patient HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n");
        List<Socket> clients = new ArrayList<>();
        try (TargetServer target = new TargetServer(
                task.loopback(), exchange -> exchange.getRequestBody().readAllBytes())) {
            front.join(group, target.port(), task);
            double before = refused();
            idleTimeout(1);
            for (String half : halves) {
                clients.add(say(half));
            }
            for (Socket client : clients) {
                assertThat(rest(client))
                        .startsWith("HTTP/1.1 408 Request Time-out\r\n")
                        .contains("<h1>408 Request Time-out</h1>");
            }
            assertThat(refused()).isEqualTo(before + halves.size());
        } finally {
            idleTimeout(60);
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void whoIsSilentBetweenRequestsIsCutOffWithoutAnAnswer() throws Exception {
        try (Socket used = say("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")) {
            InputStream in = used.getInputStream();
            String answer = "";
            while (!answer.endsWith("{\"error\":\"nothing here\"}")) {
                answer += (char) in.read();
            }
            double before = refused();
            idleTimeout(1);
            assertThat(rest(used)).isEmpty();
            assertThat(refused()).isEqualTo(before);
        } finally {
            idleTimeout(60);
        }
    }

    @Test
    void whoHangsUpBeforeTheAnswerCountsAs460AndTheTargetIsLetGo() throws Exception {
        TargetGroup group = front.group("thinks");
        Attached task = cloud.network().task();
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        CompletableFuture<Boolean> letGo = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 10, task.loopback())) {
            Thread.ofVirtual().start(() -> think(server, arrived, letGo));
            cloud.register(group, task.privateIp(), server.getLocalPort());
            double before = refused();
            try (Socket client = say("GET /thinks HTTP/1.1\r\nHost: x\r\n\r\n")) {
                assertThat(arrived.get()).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(letGo.get()).isTrue();
            await("460", () -> refused() == before + 1);
        }
    }

    /** Takes requests, and never answers those that are no health checks. */
    private static void think(
            ServerSocket server, CompletableFuture<Boolean> arrived, CompletableFuture<Boolean> letGo) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        byte[] bytes = new byte[4096];
                        int n = socket.getInputStream().read(bytes);
                        if (new String(bytes, 0, Math.max(n, 0), StandardCharsets.ISO_8859_1)
                                .startsWith("GET /thinks")) {
                            arrived.complete(true);
                            letGo.complete(socket.getInputStream().read() < 0);
                        } else {
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                            .getBytes(StandardCharsets.ISO_8859_1));
                        }
                    } catch (IOException e) {
                        letGo.complete(true);
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void whoIsWatchedWhileTheTargetThinksGetsTheAnswerAllTheSame() throws Exception {
        TargetGroup group = front.group("slowly");
        Attached task = cloud.network().task();
        CompletableFuture<Boolean> enough = new CompletableFuture<>();
        try (TargetServer target = new TargetServer(task.loopback(), exchange -> {
                    enough.join();
                    TargetServer.answer(exchange, 200, "at last");
                });
                Socket client = connect()) {
            front.join(group, target.port(), task);
            enough.completeOnTimeout(true, 1200, TimeUnit.MILLISECONDS);
            String one = "GET /slowly HTTP/1.1\r\nHost: x\r\n\r\n";
            client.getOutputStream().write(one.getBytes(StandardCharsets.ISO_8859_1));
            // Read ahead while the client is watched, and not lost.
            client.getOutputStream()
                    .write(one.replace("Host: x", "Host: x\r\nConnection: close")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(rest(client)).containsSubsequence("at last", "HTTP/1.1 200", "at last");
        }
    }
}
