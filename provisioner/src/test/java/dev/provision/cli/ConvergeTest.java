package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.graph.Event;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    @Test
    @Order(3)
    void aSubnetIsReplacedWhileRequestsAreServed() throws Exception {
        Environment moved = account.environment(
                "dev",
                "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }",
                List.of(Account.LAMBDA.replace("memory: 512", "memory: 1024"), Account.FARGATE));
        PlanView plan = account.plan(moved);
        assertThat(plan.destructive()).isTrue();
        assertThat(plan.planned().get(key("subnet/public-b")).action()).isEqualTo(Outcome.Action.REPLACE);
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

    @Test
    @Order(4)
    void aContainerThatIsTakenOutOfTheConfigurationGoes() {
        Environment only = account.environment(
                "dev",
                "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }",
                List.of(Account.LAMBDA.replace("memory: 512", "memory: 1024")));
        PlanView plan = account.plan(only);
        assertThat(plan.destructive()).isTrue();
        assertThat(plan.planned())
                .containsEntry(key("service/fargate-blue"), new Outcome.Planned(Outcome.Action.DELETE, List.of()));
        account.up(only);
        assertThat(account.stack(only).sweep()).noneMatch(what -> what.contains("fargate"));
        assertThat(status("/fargate/health")).isEqualTo(404);
        assertThat(status("/lambda/health")).isEqualTo(200);
        assertThat(account.plan(only).changed()).isFalse();
        both = only;
    }

    @Test
    @Order(5)
    void withoutConfigurationItIsFoundByItsTagsAndGoes() {
        Environment unknown = Environment.unconfigured("demo", "dev", "eu-west-2", both.cloud());
        account.teardown(unknown, key -> key.kind().equals("log-group"));
        assertThat(account.stack(both).sweep()).containsExactly("log group /aws/lambda/demo-dev-lambda");
        account.teardown(unknown);
        assertThat(account.stack(both).sweep()).isEmpty();
    }

    @Test
    @Order(6)
    void eventsOfTheLookingAreNotTold() {
        assertThat(account.told()).contains("created in").doesNotContain("would ");
        Event note = new Event.Note(Instant.EPOCH, "x");
        Muted muted = new Muted(event -> assertThat(event).isNotEqualTo(note));
        muted.accept(note);
    }
}
