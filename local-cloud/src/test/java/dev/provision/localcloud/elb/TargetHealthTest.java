package dev.provision.localcloud.elb;

import static dev.provision.localcloud.elb.LoadBalancersTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.time.ManualTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

@Timeout(60)
class TargetHealthTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final ElbCloud cloud = ElbCloud.start(time);
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer target;
    private Attached task;
    private Listener listener;
    private TargetGroup group;

    @BeforeEach
    void make() throws IOException {
        listener = cloud.listener(cloud.loadBalancer("health"), 80);
        group = cloud.ipGroup("health");
        task = cloud.network().task();
        target = HttpServer.create(new InetSocketAddress(task.loopback(), 0), 0);
        target.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        target.start();
        time.advance(Duration.ofMinutes(3));
    }

    @AfterEach
    void stop() {
        target.stop(0);
        cloud.close();
    }

    private void register() {
        cloud.register(group, task.privateIp(), target.getAddress().getPort());
    }

    private void expect(TargetHealthStateEnum state, TargetHealthReasonEnum reason) {
        TargetHealth health = cloud.health(group);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.reason()).isEqualTo(reason);
    }

    private int answer() throws Exception {
        return Requests.status(cloud.port(listener), "/x");
    }

    @Test
    void aTargetIsUnusedUntilAListenerUsesItsGroup() {
        register();
        time.advance(INTERVAL);
        expect(TargetHealthStateEnum.UNUSED, TargetHealthReasonEnum.TARGET_NOT_IN_USE);
        String rule = cloud.rule(listener, 1, "/x", group);
        expect(TargetHealthStateEnum.INITIAL, TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING);
        time.advance(Duration.ZERO);
        expect(TargetHealthStateEnum.HEALTHY, null);
        cloud.client().deleteRule(request -> request.ruleArn(rule));
        expect(TargetHealthStateEnum.UNUSED, TargetHealthReasonEnum.TARGET_NOT_IN_USE);
    }

    @Test
    void itTakesTwoFailuresToBeUnhealthyAndFivePassesToRecover() throws Exception {
        cloud.rule(listener, 1, "/x", group);
        register();
        time.advance(Duration.ZERO);
        expect(TargetHealthStateEnum.HEALTHY, null);
        status.set(503);
        time.advance(INTERVAL);
        expect(TargetHealthStateEnum.HEALTHY, null);
        time.advance(INTERVAL);
        expect(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH);
        time.advance(Duration.ofMinutes(1));
        assertThat(cloud.health(group).description()).isEqualTo("Health checks failed with these codes: [503]");
        assertThat(answer()).as("fail-open: all are unhealthy").isEqualTo(503);
        status.set(200);
        assertThat(answer()).isEqualTo(200);
        time.advance(INTERVAL.multipliedBy(4));
        expect(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH);
        time.advance(INTERVAL);
        expect(TargetHealthStateEnum.HEALTHY, null);
        time.advance(Duration.ofMinutes(1));
        assertThat(cloud.measured().sum("HealthyHostCount", dimensions())).isPositive();
        assertThat(cloud.measured().sum("UnHealthyHostCount", dimensions())).isPositive();
    }

    private Map<String, String> dimensions() {
        String lb = listener.loadBalancerArn();
        String arn = group.targetGroupArn();
        return Map.of(
                "LoadBalancer", lb.substring(lb.indexOf("app/")),
                "TargetGroup", arn.substring(arn.indexOf("targetgroup/")));
    }

    private void slowStart(String seconds) {
        cloud.client().modifyTargetGroupAttributes(request -> request.targetGroupArn(group.targetGroupArn())
                .attributes(TargetGroupAttribute.builder()
                        .key("slow_start.duration_seconds")
                        .value(seconds)
                        .build()));
    }

    /** How many of 200 requests the target got; two targets share them out. */
    private int ofTwoHundred(AtomicInteger count) throws Exception {
        count.set(0);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cloud.port(listener) + "/x"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 200; i++) {
                client.send(request, BodyHandlers.discarding());
            }
        }
        return count.get();
    }

    @Test
    void aTargetThatJoinsOthersStartsSlowly() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        Attached second = cloud.network().task();
        HttpServer late = HttpServer.create(new InetSocketAddress(second.loopback(), 0), 0);
        late.createContext("/", exchange -> {
            taken.addAndGet(exchange.getRequestURI().getPath().equals("/x") ? 1 : 0);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        late.start();
        try {
            cloud.rule(listener, 1, "/x", group);
            slowStart("100");
            register();
            time.advance(Duration.ZERO);
            // The first one has nobody to leave requests to.
            assertThat(answer()).isEqualTo(200);
            cloud.register(group, second.privateIp(), late.getAddress().getPort());
            time.advance(Duration.ZERO);
            assertThat(ofTwoHundred(taken)).isZero();
            time.advance(Duration.ofSeconds(25));
            assertThat(ofTwoHundred(taken)).isBetween(15, 70); // a quarter of its turns: 200 · 0.25 / 1.25
            time.advance(Duration.ofSeconds(75));
            assertThat(ofTwoHundred(taken)).isEqualTo(100);
        } finally {
            late.stop(0);
        }
        refused("InvalidConfigurationRequest", () -> cloud.client()
                .modifyTargetGroupAttributes(request -> request.targetGroupArn(group.targetGroupArn())
                        .attributes(TargetGroupAttribute.builder()
                                .key("load_balancing.algorithm.type")
                                .value("least_outstanding_requests")
                                .build())));
        refused("ValidationError", () -> slowStart("29"));
    }

    @Test
    void aTargetThatCannotBeReachedTimesOutAndOneThatRefusesFails() throws Exception {
        cloud.rule(listener, 1, "/x", group);
        Attached node = cloud.network().all().getFirst();
        cloud.network().block(node.id(), task.id());
        register();
        time.advance(INTERVAL.multipliedBy(2));
        expect(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_TIMEOUT);
        cloud.network().unblock(node.id(), task.id());
        target.stop(0);
        ElbCloud.await("the network is asked again", () -> {
            time.advance(INTERVAL);
            return cloud.health(group).reason() == TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS;
        });
        assertThat(answer()).isEqualTo(502);
    }

    @Test
    void aDeregisteredTargetDrainsAndIsGone() throws Exception {
        cloud.rule(listener, 1, "/x", group);
        register();
        time.advance(Duration.ZERO);
        int port = target.getAddress().getPort();
        cloud.controlPlane().run(() -> cloud.targets().deregister(group.targetGroupArn(), task.privateIp(), port));
        expect(TargetHealthStateEnum.DRAINING, TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS);
        assertThat(answer()).as("a draining target gets no new requests").isEqualTo(503);
        time.advance(Duration.ofSeconds(299));
        assertThat(cloud.targets().health(group.targetGroupArn(), task.privateIp(), port))
                .isEqualTo("draining");
        time.advance(Duration.ofSeconds(1));
        assertThat(cloud.client()
                        .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                        .targetHealthDescriptions())
                .isEmpty();
        assertThat(cloud.targets().health(group.targetGroupArn(), task.privateIp(), port))
                .isEqualTo("unused");
    }

    @Test
    void aFunctionNeedsPermissionAndIsNotCheckedUnlessAsked() {
        String function = "arn:aws:lambda:eu-west-2:000000000000:function:demo:live";
        TargetGroup functions = cloud.lambdaGroup("functions");
        cloud.rule(listener, 1, "/x", functions);
        refused("AccessDenied", () -> register(functions, function));
        cloud.functions().permit(function);
        register(functions, function);
        assertThat(cloud.health(functions).state()).isEqualTo(TargetHealthStateEnum.UNAVAILABLE);
        assertThat(cloud.health(functions).reason()).isEqualTo(TargetHealthReasonEnum.TARGET_HEALTH_CHECK_DISABLED);
        cloud.functions().permit(function + "2");
        refused("TooManyTargets", () -> register(functions, function + "2"));
        cloud.client().modifyTargetGroup(request -> request.targetGroupArn(functions.targetGroupArn())
                .healthCheckEnabled(true)
                .healthCheckPath("/lambda/health"));
        time.advance(Duration.ZERO);
        assertThat(cloud.health(functions).state()).isEqualTo(TargetHealthStateEnum.HEALTHY);
        assertThat(cloud.functions().events().getLast())
                .contains("\"path\":\"/lambda/health\"")
                .contains("ELB-HealthChecker/2.0");
    }

    private void register(TargetGroup functions, String arn) {
        cloud.client().registerTargets(request -> request.targetGroupArn(functions.targetGroupArn())
                .targets(new TargetKey(arn, 0).description(null)));
    }

    @Test
    void settingsThatAwsRefusesAreRefused() {
        refused("DuplicateTargetGroupName", () -> cloud.client().createTargetGroup(request -> request.name("health")
                .targetType("ip")
                .protocol("HTTP")
                .port(9090)
                .vpcId(PretendNetwork.VPC)));
        assertThat(cloud.ipGroup("health").targetGroupArn()).isEqualTo(group.targetGroupArn());
        refused("ValidationError", () -> cloud.client()
                .modifyTargetGroup(request ->
                        request.targetGroupArn(group.targetGroupArn()).healthCheckTimeoutSeconds(5)));
        refused("ValidationError", () -> cloud.client()
                .modifyTargetGroup(request -> request.targetGroupArn(group.targetGroupArn())
                        .matcher(matcher -> matcher.httpCode("200-500"))));
        refused("InvalidTarget", () -> cloud.register(group, "8.8.8.8", 80));
        refused("ValidationError", () -> cloud.register(group, "not-an-address", 80));
    }
}
