package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.elb.ElbCloud;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Weights are moved and targets come and go while clients keep asking: every request has to be answered. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@Timeout(60)
class ChangesUnderLoadTest {
    private static final int CLIENTS = 8;

    private ElbCloud cloud;
    private Listener listener;
    private TargetGroup blue;
    private TargetGroup green;
    private HttpClient http;

    /** A target that ends hard, as a process does, once it is told that it is drained. */
    private record Running(Attached task, TargetServer server) {}

    @BeforeEach
    void start() {
        cloud = ElbCloud.start();
        LoadBalancer balancer = cloud.loadBalancer("changes");
        listener = cloud.listener(balancer, 80);
        blue = cloud.ipGroup("blue");
        green = cloud.ipGroup("green");
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        cloud.close();
    }

    private String weights(int ofBlue, int ofGreen) {
        return cloud.client()
                .createRule(request -> request.listenerArn(listener.listenerArn())
                        .priority(1)
                        .conditions(ElbCloud.path("/*"))
                        .actions(action -> action.type(ActionTypeEnum.FORWARD)
                                .forwardConfig(forward -> forward.targetGroups(
                                        tuple -> tuple.targetGroupArn(blue.targetGroupArn())
                                                .weight(ofBlue),
                                        tuple -> tuple.targetGroupArn(green.targetGroupArn())
                                                .weight(ofGreen)))))
                .rules()
                .getFirst()
                .ruleArn();
    }

    private void move(String rule, int ofBlue, int ofGreen) {
        cloud.client().modifyRule(request -> request.ruleArn(rule).actions(action -> action.type(ActionTypeEnum.FORWARD)
                .forwardConfig(forward -> forward.targetGroups(
                        tuple -> tuple.targetGroupArn(blue.targetGroupArn()).weight(ofBlue),
                        tuple -> tuple.targetGroupArn(green.targetGroupArn()).weight(ofGreen)))));
    }

    private Running join(TargetGroup group, String says) throws IOException {
        Attached task = cloud.network().task();
        TargetServer server = new TargetServer(task.loopback(), TargetServer.saying(says));
        cloud.register(group, task.privateIp(), server.port());
        await("healthy", () -> targets(group).stream()
                .filter(target -> target.target().id().equals(task.privateIp()))
                .anyMatch(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY));
        return new Running(task, server);
    }

    private List<TargetHealthDescription> targets(TargetGroup group) {
        return cloud.client()
                .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                .targetHealthDescriptions();
    }

    private void leave(TargetGroup group, Running running) {
        cloud.client().deregisterTargets(request -> request.targetGroupArn(group.targetGroupArn())
                .targets(target -> target.id(running.task().privateIp())
                        .port(running.server().port())));
        await("drained", () -> targets(group).stream()
                .noneMatch(target -> target.target().id().equals(running.task().privateIp())));
        running.server().close();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cloud.port(listener) + "/"))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    @Test
    void noRequestFailsWhileWeightsMoveAndTargetsComeAndGo() throws Exception {
        String rule = weights(1, 0);
        Running old = join(blue, "blue");
        AtomicBoolean end = new AtomicBoolean();
        Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
        List<Thread> clients = clients(end, answers);
        for (int round = 0; round < 4; round++) {
            Running fresh = join(green, "green");
            for (int share : new int[] {10, 50, 100}) {
                move(rule, 100 - share, share);
                int before = count(answers);
                await("some requests", () -> count(answers) > before + 50);
            }
            Running another = join(blue, "blue");
            leave(blue, old);
            move(rule, 100, 0);
            leave(green, fresh);
            old = another;
        }
        end.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(answers).containsOnlyKeys("200 blue", "200 green");
        old.server().close();
    }

    private List<Thread> clients(AtomicBoolean end, Map<String, AtomicInteger> answers) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> ask(end, answers)));
        }
        return clients;
    }

    @Test
    void noRequestFailsWhileSubnetsAreReplaced() throws Exception {
        weights(1, 0);
        Running task = join(blue, "blue");
        AtomicBoolean end = new AtomicBoolean();
        Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
        List<Thread> clients = clients(end, answers);
        for (int round = 0; round < 400; round++) {
            String first = round % 2 == 0 ? "subnet-a2" : "subnet-a";
            cloud.client().setSubnets(request -> request.loadBalancerArn(listener.loadBalancerArn())
                    .subnets(first, "subnet-b"));
        }
        end.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(answers).containsOnlyKeys("200 blue");
        task.server().close();
    }

    private static int count(Map<String, AtomicInteger> answers) {
        return answers.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void ask(AtomicBoolean end, Map<String, AtomicInteger> answers) {
        while (!end.get()) {
            String answer;
            try {
                var response = http.send(request(), BodyHandlers.ofString());
                answer = response.statusCode() + " " + response.body();
            } catch (IOException | InterruptedException e) {
                answer = e.toString();
            }
            answers.computeIfAbsent(answer, _ -> new AtomicInteger()).incrementAndGet();
        }
    }

    @Test
    void aTargetThatLeavesFinishesWhatItHasBegunAndGetsNothingNew() throws Exception {
        weights(1, 0);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Attached task = cloud.network().task();
        try (TargetServer slow = slow(task, begun, go)) {
            cloud.register(blue, task.privateIp(), slow.port());
            var answer = http.sendAsync(request(), BodyHandlers.ofString());
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            cloud.client().deregisterTargets(request -> request.targetGroupArn(blue.targetGroupArn())
                    .targets(target -> target.id(task.privateIp()).port(slow.port())));
            assertThat(http.send(request(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(503);
            assertThat(targets(blue).getFirst().targetHealth().state()).isEqualTo(TargetHealthStateEnum.DRAINING);
            go.countDown();
            assertThat(answer.get().statusCode()).isEqualTo(200);
            await("gone", () -> targets(blue).isEmpty());
        }
    }

    @Test
    void whatIsStillUnderWayWhenTheDelayIsOverIsCutOff() throws Exception {
        weights(1, 0);
        cloud.client().modifyTargetGroupAttributes(request -> request.targetGroupArn(blue.targetGroupArn())
                .attributes(TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("1")
                        .build()));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Attached task = cloud.network().task();
        try (TargetServer slow = slow(task, begun, never)) {
            cloud.register(blue, task.privateIp(), slow.port());
            var answer = http.sendAsync(request(), BodyHandlers.ofString());
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            cloud.client().deregisterTargets(request -> request.targetGroupArn(blue.targetGroupArn())
                    .targets(target -> target.id(task.privateIp()).port(slow.port())));
            assertThat(answer.get().statusCode()).isEqualTo(502);
        } finally {
            never.countDown();
        }
    }

    /** Answers health checks at once, and others when it may. */
    private static TargetServer slow(Attached task, CountDownLatch begun, CountDownLatch go) throws IOException {
        return new TargetServer(task.loopback(), exchange -> {
            if (!exchange.getRequestURI().getPath().equals("/health")) {
                begun.countDown();
                try {
                    go.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(200, -1);
        });
    }
}
