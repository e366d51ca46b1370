package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.graph.ComparedFields;
import dev.provision.graph.Event;
import dev.provision.graph.EventSink;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import dev.provision.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Topic;

/** An environment's life after its first {@code up}: what others change, what the configuration changes, what it drops. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ConvergeTest {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Account account;
    private Environment both;

    @BeforeAll
    void up(@TempDir Path folder) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no perl");
        account = Account.open(folder);
        both = account.environment("dev", Account.LAMBDA, Account.FARGATE);
        PlanView plan = account.up(both);
        assertThat(plan.changed()).isTrue();
        assertThat(plan.destructive()).isFalse();
    }

    @AfterAll
    void close() {
        if (account != null) {
            account.close();
        }
    }

    private int status(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + account.httpPort() + path))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException broken) {
            return 0;
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    private static StepKey key(String text) {
        return StepKey.parse(text).orElseThrow();
    }

    @Test
    @Order(1)
    void nothingIsLeftToDo() {
        PlanView plan = account.plan(both);
        assertThat(plan.planned().values()).noneMatch(Outcome.Planned::drifted);
        assertThat(plan.changed()).as(plan.toString()).isFalse();
        assertThat(status("/lambda/health")).isEqualTo(200);
        assertThat(status("/fargate/health")).isEqualTo(200);
    }

    /** What several parts of a command want to know is asked for once. */
    @Test
    @Order(1)
    void whoeverLooksAsksLittle() {
        // The first one after a change notes what AWS has made of it.
        account.up(both);
        assertThat(requestsOf(() -> assertThat(account.planned(both).asItIs()).isPresent()))
                .isLessThanOrEqualTo(50);
        assertThat(requestsOf(
                        () -> assertThat(account.run("status", "--env", "dev")).isZero()))
                .isLessThanOrEqualTo(48);
    }

    private long requestsOf(Runnable command) {
        long before = account.cloud().requests().last();
        command.run();
        return account.cloud().requests().last() - before;
    }

    /** Whatever a step compares, somebody changes below, or the configuration in {@link FieldsTest}, or it is said why not. */
    @Test
    @Order(2)
    void everyFieldIsChangedBySomebody() {
        Stack stack = account.stack(both).current(Instant.now());
        Runners.of(stack, account.surroundings(), EventSink.none()).plan().orThrow();
        ComparedFields.of(stack.graph()).forEach((kind, fields) -> {
            Set<String> changed = new HashSet<>(DriftFields.CHANGED.getOrDefault(kind, Set.of()));
            changed.addAll(FieldsTest.fields(kind));
            changed.addAll(DriftFields.NOT_CHANGED.getOrDefault(kind, Set.of()));
            assertThat(changed).as(kind).containsAll(fields);
        });
    }

    @Test
    @Order(2)
    void whatSomebodyElseChangedIsToldApartAndUndone() {
        tamper();
        PlanView back = account.plan(both);
        DriftFields.CHANGED.forEach(
                (kind, fields) -> assertThat(undone(back, kind)).as(kind).containsAll(fields));
        Environment larger = account.environment(
                "dev", Account.LAMBDA.replace("reservedConcurrency: 20", "reservedConcurrency: 21"), Account.FARGATE);
        PlanView plan = account.plan(larger);
        for (String key : List.of(
                "security-group-rules/alb",
                "load-balancer/main",
                "target-group/fargate-blue",
                "log-group/fargate",
                "role/lambda-function",
                "listener/http",
                "vpc/main",
                "repository/main",
                "subnet/public-a")) {
            Outcome.Planned planned = plan.planned().get(key(key));
            assertThat(planned.action()).as(key).isEqualTo(Outcome.Action.CHANGE);
            assertThat(planned.undoing()).as(key).containsExactlyElementsOf(planned.changes());
        }
        assertThat(plan.planned().get(key("alarm/fargate-blue-cpu-out")))
                .as(plan.planned().toString())
                .isEqualTo(new Outcome.Planned(Outcome.Action.CREATE, List.of(), List.of(), List.of(), true));
        Outcome.Planned function = plan.planned().get(key("function/lambda"));
        assertThat(function.changes()).extracting("field").contains("reserved_concurrency", "timeout");
        assertThat(function.undoing()).extracting("field").contains("timeout").doesNotContain("reserved_concurrency");
        account.up(larger);
        assertThat(account.plan(larger).changed()).isFalse();
        both = larger;
    }

    /** The fields of any step of a kind that somebody else changed. */
    private static Set<String> undone(PlanView plan, String kind) {
        Set<String> fields = new HashSet<>();
        plan.planned().forEach((key, planned) -> {
            if (key.kind().equals(kind)) {
                planned.undoing().forEach(change -> fields.add(ComparedFields.name(change.field())));
            }
        });
        return fields;
    }

    private void tamper() {
        new Drift(account.cloud()).cause();
        account.client(CloudWatchClient.builder()).deleteAlarms(r -> r.alarmNames("demo-dev-fargate-blue-cpu-out"));
    }

    @Test
    @Order(3)
    void aSubnetIsReplacedWhileRequestsAreServed() throws Exception {
        Environment moved = account.environment(
                "dev",
                "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }",
                List.of(Account.LAMBDA.replace("reservedConcurrency: 20", "reservedConcurrency: 21"), Account.FARGATE));
        PlanView plan = account.plan(moved);
        assertThat(plan.destructive()).isTrue();
        assertThat(plan.planned().get(key("subnet/public-b")).action()).isEqualTo(Outcome.Action.REPLACE);
        // What follows from it is planned, too, and nobody is said to have deleted anything.
        assertThat(plan.planned().get(key("nat-gateway/b")).action()).isEqualTo(Outcome.Action.REPLACE);
        assertThat(plan.planned().get(key("route/private-b")).action()).isEqualTo(Outcome.Action.CHANGE);
        assertThat(plan.planned().get(key("load-balancer/main")).action()).isEqualTo(Outcome.Action.CHANGE);
        assertThat(plan.planned())
                .containsEntry(
                        key("route-table-association/public-b"), new Outcome.Planned(Outcome.Action.CREATE, List.of()));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> failures = CompletableFuture.supplyAsync(() -> {
            int failed = 0;
            while (!done.get()) {
                failed += status("/lambda/health") == 200 ? 0 : 1;
                failed += status("/fargate/health") == 200 ? 0 : 1;
            }
            return failed;
        });
        try {
            account.up(moved);
        } finally {
            done.set(true);
        }
        assertThat(failures.get()).isZero();
        assertThat(account.plan(moved).changed()).isFalse();
        assertThat(account.inventory(moved)).containsEntry("subnet", 4).containsEntry("NAT gateway", 2);
        both = moved;
    }

    /** Its rule takes the priority of another one, whose own it gets. */
    @Test
    @Order(4)
    void routesChangeTheirOrder() {
        List<String> before =
                List.of(Account.LAMBDA.replace("reservedConcurrency: 20", "reservedConcurrency: 21"), Account.FARGATE);
        String network = "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }";
        Environment turned = account.environment("dev", network, before.reversed());
        assertThat(account.plan(turned).destructive()).isFalse();
        account.up(turned);
        assertThat(account.plan(turned).changed()).isFalse();
        assertThat(status("/lambda/health")).isEqualTo(200);
        assertThat(status("/fargate/health")).isEqualTo(200);
        Environment inserted = account.environment(
                "dev",
                network,
                List.of(
                        Account.LAMBDA.replace("lambda:", "first:").replace("/lambda/", "/first/"),
                        before.getLast(),
                        before.getFirst()));
        account.up(inserted);
        assertThat(account.plan(inserted).changed()).isFalse();
        assertThat(status("/first/health")).isEqualTo(200);
        both = inserted;
    }

    @Test
    @Order(5)
    void aContainerThatIsTakenOutOfTheConfigurationGoes() {
        Environment only = account.environment(
                "dev",
                "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }",
                List.of(Account.LAMBDA.replace("reservedConcurrency: 20", "reservedConcurrency: 21")));
        PlanView plan = account.plan(only);
        assertThat(plan.destructive()).isTrue();
        assertThat(plan.planned())
                .containsEntry(key("service/fargate-blue"), new Outcome.Planned(Outcome.Action.DELETE, List.of()));
        // With the last container on Fargate goes what all of them shared.
        assertThat(plan.planned())
                .containsEntry(key("cluster/main"), new Outcome.Planned(Outcome.Action.DELETE, List.of()))
                .containsEntry(key("security-group/fargate"), new Outcome.Planned(Outcome.Action.DELETE, List.of()));
        // Nobody promises that what scales a service goes with it.
        account.client(EcsClient.builder())
                .deleteService(r ->
                        r.cluster("demo-dev").service("demo-dev-fargate-blue").force(true));
        account.up(only);
        assertThat(account.stack(only).sweep()).noneMatch(what -> what.contains("fargate"));
        assertThat(account.inventory(only))
                .doesNotContainKey("ecs cluster")
                .doesNotContainKey("application-autoscaling scalable-target")
                .containsEntry("security group", 2);
        assertThat(status("/fargate/health")).isEqualTo(404);
        assertThat(status("/lambda/health")).isEqualTo(200);
        assertThat(account.plan(only).changed()).isFalse();
        both = only;
    }

    @Test
    @Order(6)
    void anAddressIsToldByAlarmsForAsLongAsItIsConfigured() throws IOException, InterruptedException {
        String network = "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }\n";
        List<String> container = List.of(Account.LAMBDA.replace("reservedConcurrency: 20", "reservedConcurrency: 21"));
        Environment told = account.environment("dev", network + "alarms: { email: ops@example.com }", container);
        account.up(told);
        assertThat(account.plan(told).changed()).isFalse();
        SnsClient sns = account.client(SnsClient.builder());
        String topic = sns.listTopics().topics().getFirst().topicArn();
        assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions())
                .singleElement()
                .returns("ops@example.com", Subscription::endpoint);
        // On a slow machine it is on already, and only what goes off tells anybody.
        for (String state : List.of("OK", "ALARM")) {
            account.client(CloudWatchClient.builder())
                    .setAlarmState(r ->
                            r.alarmName("demo-dev-latency").stateValue(state).stateReason("slow"));
        }
        assertThat(http.send(
                                HttpRequest.newBuilder(
                                                account.cloud().endpoint().resolve("/_local/sns/messages"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("ALARM: \\\"demo-dev-latency\\\"");
        assertThat(account.run("status", "--env", "dev")).as(account.told()).isZero();
        assertThat(account.told()).contains("they go to ops@example.com: not confirmed; follow the link in SNS's mail");

        Environment given =
                account.environment("dev", network + "alarms: { topicArn: \"" + topic + "-of-others\" }", container);
        assertThat(account.run("doctor", "--env", "dev")).isEqualTo(1);
        assertThat(account.told()).contains("there is no topic " + topic + "-of-others; correct alarms.topicArn");
        sns.createTopic(r -> r.name("demo-dev-alarms-of-others"));
        account.up(given);
        assertThat(account.plan(given).changed()).isFalse();
        assertThat(account.client(CloudWatchClient.builder())
                        .describeAlarms(r -> r.alarmNames("demo-dev-latency"))
                        .metricAlarms()
                        .getFirst()
                        .alarmActions())
                .containsExactly(topic + "-of-others");
        assertThat(sns.listTopics().topics()).extracting(Topic::topicArn).containsExactly(topic + "-of-others");
        both = given;
    }

    @Test
    @Order(7)
    void withoutConfigurationItIsFoundByItsTagsAndGoes() {
        Environment unknown = Environment.unconfigured("demo", "dev", "eu-west-2", both.cloud());
        account.teardown(unknown, key -> key.kind().equals("log-group"));
        assertThat(account.stack(both).sweep()).containsExactly("log group /aws/lambda/demo-dev-lambda");
        account.teardown(unknown);
        assertThat(account.stack(both).sweep()).isEmpty();
    }

    @Test
    @Order(8)
    void eventsOfTheLookingAreNotTold() {
        assertThat(account.told()).contains("created in").doesNotContain("would ");
        Event note = new Event.Note(Instant.EPOCH, "x");
        Muted muted = new Muted(event -> assertThat(event).isNotEqualTo(note));
        muted.accept(note);
    }
}
