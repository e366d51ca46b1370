package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;

import dev.provision.localcloud.elb.ElbCloud;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** A load balancer whose listener has the paths of each group go to its targets, and a client in front. */
final class FrontDoor implements AutoCloseable {
    private final ElbCloud cloud = ElbCloud.start();
    private final LoadBalancer loadBalancer = cloud.loadBalancer("ip-targets");
    private final Listener listener = cloud.listener(loadBalancer, 80);
    private final HttpClient http = HttpClient.newHttpClient();
    private int priorities;

    ElbCloud cloud() {
        return cloud;
    }

    LoadBalancer loadBalancer() {
        return loadBalancer;
    }

    Listener listener() {
        return listener;
    }

    HttpClient http() {
        return http;
    }

    /** A group of addresses that gets the paths that begin with its name. */
    TargetGroup group(String name) {
        TargetGroup group = cloud.ipGroup(name);
        cloud.rule(listener, ++priorities, "/" + name + "*", group);
        return group;
    }

    /** Makes a task a target and waits until it is healthy. */
    Attached join(TargetGroup group, int port, Attached task) {
        cloud.register(group, task.privateIp(), port);
        await("registered and healthy", () -> cloud.health(group).state() == TargetHealthStateEnum.HEALTHY);
        return task;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cloud.port(listener) + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    /** What is sent as it is, for what a proper client would not send; answers with all that comes back. */
    String raw(String request) throws IOException {
        return raw(InetAddress.getLoopbackAddress(), cloud.port(listener), request);
    }

    static String raw(InetAddress address, int port, String request) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        http.close();
        cloud.close();
    }
}
