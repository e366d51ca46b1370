package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.FreePorts;
import dev.provision.aws.AwsConnection;
import dev.provision.config.Environment;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Two environments of one account and region, side by side, whose commands are stopped in the middle. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class InterruptedTest {
    private static final int INTERRUPTED = 130;
    private final Semaphore reached = new Semaphore(0);
    private Path folder;
    private Account account;
    private Environment one;
    private Environment two;

    @BeforeAll
    void open(@TempDir Path home) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        folder = home;
        // Each load balancer has ports of its own, as on AWS it has addresses of its own.
        List<Integer> offsets = List.of(FreePorts.offset(), FreePorts.offset());
        AtomicInteger balancers = new AtomicInteger();
        account = new Account(
                home,
                LocalCloud.start(Options.forTests()
                        .withListenerPorts(port -> port + offsets.get(balancers.getAndIncrement() % 2))),
                offsets.getFirst());
        one = account.environment("one", Account.LAMBDA);
        two = account.environment("two", "local: { portOffset: " + offsets.getLast() + " }", List.of(Account.LAMBDA));
    }

    @AfterAll
    void close() {
        if (account != null) {
            account.close();
        }
    }

    @Test
    @Order(1)
    void expiredCredentialsStopAnUpThatGoesOnLater() {
        AwsError expired = new AwsError("ExpiredToken", 403, "The security token included in the request is expired");
        account.faults().decide((_, operation) -> {
            if (operation.equals("CreateLoadBalancer")) {
                reached.release();
            }
            return reached.availablePermits() > 0 ? new Fault.Refusal(expired) : new Fault.None();
        });
        try {
            assertThatThrownBy(() -> account.up(one))
                    .hasMessageContaining("The security token included in the request is expired")
                    .hasMessageContaining("ExpiredToken");
        } finally {
            account.faults().clear();
        }
        assertThat(account.inventory(one))
                .containsEntry("vpc", 1)
                .doesNotContainKey("elasticloadbalancing loadbalancer");
    }

    @Test
    @Order(2)
    void environmentsAreMadeSideBySide() {
        CompletableFuture<Boolean> first =
                CompletableFuture.supplyAsync(() -> account.up(one).changed());
        CompletableFuture<Boolean> second =
                CompletableFuture.supplyAsync(() -> account.up(two).changed());
        assertThat(first.join()).isTrue();
        assertThat(second.join()).isTrue();
        assertThat(account.plan(one).changed()).isFalse();
        assertThat(account.plan(two).changed()).isFalse();
        // An up that failed is remembered as a release that failed, in a parameter.
        assertThat(without("ssm parameter", account.inventory(one)))
                .containsEntry("vpc", 1)
                .isEqualTo(without("ssm parameter", account.inventory(two)));
    }

    private static Map<String, Integer> without(String kind, SortedMap<String, Integer> counts) {
        counts.remove(kind);
        return counts;
    }

    /** While something is looked at, before the engine runs, or at a question. */
    @Test
    @Order(3)
    void anInterruptBeforeAnythingRunsGivesTheLockBack() throws Exception {
        slow("GetResources", Duration.ofSeconds(60));
        Process teardown = teardown();
        interruptAt(teardown);
        assertThat(teardown.waitFor(30, TimeUnit.SECONDS)).isTrue();
        account.faults().clear();
        assertThat(teardown.exitValue()).as(told()).isEqualTo(INTERRUPTED);
        assertThat(told()).endsWith("stopped" + System.lineSeparator());
        SsmClient ssm = AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(SsmClient.builder());
        assertThatThrownBy(() -> ssm.getParameter(r -> r.name("/provision/demo/one/lock")))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    @Order(4)
    void oneInterruptFinishesTheStepAndSaysWhatRemains() throws Exception {
        slow("DeleteListener", Duration.ofSeconds(3));
        Process teardown = teardown();
        interruptAt(teardown);
        assertThat(teardown.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String told = told();
        assertThat(teardown.exitValue()).as(told).isEqualTo(INTERRUPTED);
        assertThat(told).contains("listener/http").contains("teardown");
        account.faults().clear();
        assertThat(account.inventory(one)).containsEntry("vpc", 1).doesNotContainKey("elasticloadbalancing listener");
    }

    @Test
    @Order(5)
    void twoInterruptsEndTheProcessAtOnce() throws Exception {
        slow("DeleteLoadBalancer", Duration.ofSeconds(60));
        Process teardown = teardown();
        interruptAt(teardown);
        interrupt(teardown);
        // Signals of one kind that wait together come as one: the second is repeated until it has come.
        while (!teardown.waitFor(200, TimeUnit.MILLISECONDS)) {
            interrupt(teardown);
        }
        assertThat(teardown.exitValue()).as(told()).isEqualTo(INTERRUPTED);
        account.faults().clear();
    }

    @Test
    @Order(6)
    void whatWasStoppedGoesOnAndTheOtherEnvironmentIsUntouched() {
        account.teardown(one);
        assertThat(account.inventory(one)).isEmpty();
        assertThat(account.plan(two).changed()).isFalse();
        account.teardown(two);
        assertThat(account.inventory(two)).isEmpty();
    }

    /** From now on the operation takes this long, and is noticed. */
    private void slow(String slowed, Duration delay) {
        reached.drainPermits();
        account.faults().decide((_, operation) -> {
            if (!operation.equals(slowed)) {
                return new Fault.None();
            }
            reached.release();
            return new Fault.Delay(delay);
        });
    }

    /** A real process, as the launcher starts it; its lock is there already if an earlier one was ended at once. */
    private Process teardown() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/env"))) {
            // Who runs the tests in the background may have them ignore SIGINT, which a JVM then leaves as it is.
            command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
        }
        command.addAll(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dprovision.home=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.provision.cli.Main",
                "teardown",
                "--env",
                "one",
                "--yes"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("told").toFile())
                .start();
    }

    private String told() throws IOException {
        return Files.readString(folder.resolve("told"));
    }

    private void interruptAt(Process process) throws Exception {
        assertThat(reached.tryAcquire(60, TimeUnit.SECONDS)).as(told()).isTrue();
        interrupt(process);
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isBetween(0, 1);
    }
}
