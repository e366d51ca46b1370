package dev.provision.localcloud.balancer;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static dev.provision.localcloud.elb.ElbCloud.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Which target a request goes to: by cookies of the load balancer or of the application, or to the one with least to do. */
@Timeout(60)
class TargetChoiceTest extends FrontDoorFixture {
    private static final int MANY = 12;

    private final List<TargetServer> servers = new ArrayList<>();

    /** Two targets in a group, which say who they are and set a cookie of the application. */
    private void serve(TargetGroup group, String name, int targets) {
        for (int i = 1; i <= targets; i++) {
            Attached task = cloud.network().task();
            String says = name + i;
            TargetServer server = new TargetServer(task.loopback(), exchange -> {
                exchange.getResponseHeaders().set("Set-Cookie", "SESSION=" + says + "; Path=/");
                TargetServer.answer(exchange, 200, says);
            });
            servers.add(server);
            cloud.register(group, task.privateIp(), server.port());
        }
        await("all are healthy", () -> cloud
                .client()
                .describeTargetHealth(r -> r.targetGroupArn(group.targetGroupArn()))
                .targetHealthDescriptions()
                .stream()
                .allMatch(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY));
    }

    private void close() {
        servers.forEach(TargetServer::close);
        servers.clear();
    }

    private static HttpResponse<String> get(String path, String... cookies) throws Exception {
        var request = front.request(path);
        Stream.of(cookies).forEach(cookie -> request.header("Cookie", cookie));
        return front.http().send(request.build(), BodyHandlers.ofString());
    }

    /** Name and value of a cookie that an answer sets. */
    private static String cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("set-cookie").stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(0, line.indexOf(';')))
                .findFirst()
                .orElse("");
    }

    private static Set<String> answers(String path, String... cookies) throws Exception {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(get(path, cookies).body());
        }
        return answers;
    }

    private static Action weighted(TargetGroup blue, int ofBlue, TargetGroup green, int ofGreen) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(f -> f.targetGroups(
                                TargetGroupTuple.builder()
                                        .targetGroupArn(blue.targetGroupArn())
                                        .weight(ofBlue)
                                        .build(),
                                TargetGroupTuple.builder()
                                        .targetGroupArn(green.targetGroupArn())
                                        .weight(ofGreen)
                                        .build())
                        .targetGroupStickinessConfig(s -> s.enabled(true).durationSeconds(60)))
                .build();
    }

    @Test
    void aClientStaysWithItsGroupUntilThatHasNoWeight() throws Exception {
        TargetGroup blue = cloud.ipGroup("blue");
        TargetGroup green = cloud.ipGroup("green");
        String rule = cloud.client()
                .createRule(r -> r.listenerArn(front.listener().listenerArn())
                        .priority(100)
                        .conditions(path("/sticky"))
                        .actions(weighted(blue, 1, green, 1)))
                .rules()
                .getFirst()
                .ruleArn();
        try {
            serve(blue, "blue", 1);
            serve(green, "green", 1);
            HttpResponse<String> first = get("/sticky");
            String cookie = cookie(first, "AWSALBTG");
            assertThat(cookie).isNotEmpty();
            assertThat(cookie(first, "AWSALBTGCORS")).isNotEmpty();
            assertThat(answers("/sticky", cookie)).containsExactly(first.body());
            cloud.client().modifyRule(r -> r.ruleArn(rule)
                    .actions(
                            first.body().startsWith("blue")
                                    ? weighted(blue, 0, green, 1)
                                    : weighted(blue, 1, green, 0)));
            assertThat(answers("/sticky", cookie)).hasSize(1).doesNotContain(first.body());
            assertThat(answers("/sticky", "AWSALBTG=nonsense")).hasSize(1);
        } finally {
            close();
        }
    }

    private static void attributes(TargetGroup group, String... keysAndValues) {
        List<TargetGroupAttribute> attributes = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            attributes.add(TargetGroupAttribute.builder()
                    .key(keysAndValues[i])
                    .value(keysAndValues[i + 1])
                    .build());
        }
        cloud.client().modifyTargetGroupAttributes(r -> r.targetGroupArn(group.targetGroupArn())
                .attributes(attributes));
    }

    @Test
    void aClientStaysWithItsTargetByTheLoadBalancersCookieOrTheApplications() throws Exception {
        TargetGroup group = front.group("session");
        try {
            serve(group, "task", 2);
            assertThat(answers("/session")).hasSize(2);
            attributes(group, "stickiness.enabled", "true");
            HttpResponse<String> first = get("/session");
            assertThat(answers("/session", cookie(first, "AWSALB"))).containsExactly(first.body());

            attributes(group, "stickiness.type", "app_cookie", "stickiness.app_cookie.cookie_name", "SESSION");
            HttpResponse<String> second = get("/session");
            assertThat(answers("/session", cookie(second, "AWSALBAPP-0"))).containsExactly(second.body());
            attributes(group, "stickiness.app_cookie.cookie_name", "OTHER");
            assertThat(cookie(get("/session"), "AWSALBAPP-0"))
                    .as("the application does not set it")
                    .isEmpty();
        } finally {
            close();
        }
    }

    @Test
    void theTargetWithTheFewestRequestsUnderWayIsNext() throws Exception {
        TargetGroup group = front.group("fewest");
        CompletableFuture<Boolean> enough = new CompletableFuture<>();
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        Attached busy = cloud.network().task();
        TargetServer slow = new TargetServer(busy.loopback(), exchange -> {
            arrived.complete(true);
            enough.join();
            TargetServer.answer(exchange, 200, "slow");
        });
        try {
            servers.add(slow);
            front.join(group, slow.port(), busy);
            var waiting = front.http().sendAsync(front.request("/fewest").build(), BodyHandlers.ofString());
            assertThat(arrived.join()).isTrue();
            serve(group, "quick", 1);
            attributes(group, "load_balancing.algorithm.type", "least_outstanding_requests");
            assertThat(answers("/fewest")).containsExactly("quick1");
            enough.complete(true);
            assertThat(waiting.join().body()).isEqualTo("slow");
        } finally {
            enough.complete(true);
            close();
        }
    }
}
