package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.FreePorts;
import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import dev.provision.report.PlanView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;

/** The account's Fargate vCPUs: what others run of them is told before anything is made. */
@Timeout(120)
final class VcpusTest {
    private static final int VCPUS = 2;

    /** Of one vCPU, so that two of them are there while a new version takes over. */
    private static final String LARGE = """
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute: { type: awsFargateEcs, awsFargateEcs: { cpu: 1024, memory: 2048, maxInstances: 1 } }
            """;

    private static final String SMALL = """
              small:
                image: 127.0.0.1:1/nobody/there:1
                routing: { pathPattern: /small/*, pathHealthCheck: /small/health }
                compute: { type: awsFargateEcs, awsFargateEcs: { cpu: 256, maxInstances: %d } }
            """;

    /** Somebody has this number of tasks run in the environment {@code large}. */
    private static void othersRun(Account account, int tasks) {
        account.client(EcsClient.builder()).updateService(r -> r.cluster("demo-large")
                .service("demo-large-fargate-blue")
                .desiredCount(tasks));
    }

    private static Account account(Path folder) {
        int offset = FreePorts.offset();
        return new Account(
                folder,
                LocalCloud.start(Options.forTests()
                        .withListenerPorts(Options.offset(offset))
                        .withQuotas(Quotas.usual().with(Quota.FARGATE_VCPUS, VCPUS))),
                offset);
    }

    private static String told(Account account, String... command) {
        int before = account.told().length();
        assertThat(account.run(command)).isEqualTo(1);
        return account.told().substring(before);
    }

    private static String doctor(Account account, String env) {
        return told(account, "doctor", "--env", env);
    }

    /** CloudWatch learns it a little later. */
    private static void await(Account account, String env, String line) {
        await(env, () -> doctor(account, env), line);
    }

    private static void await(String what, Supplier<String> told, String line) {
        Readiness _ = Poller.brisk(Clock.systemUTC(), Account.hurried())
                .await(
                        new StepKey("told", what),
                        Duration.ofMinutes(1),
                        () -> {
                            String now = told.get();
                            return now.contains(line) ? Readiness.ready() : Readiness.pending(now);
                        },
                        reason -> {});
    }

    @Test
    void whatOthersRunIsCountedAndWhatTheEnvironmentItselfRunsIsNot(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = account(folder)) {
            account.environment("other", SMALL.formatted(1));
            assertThat(doctor(account, "other"))
                    .contains("ok   Fargate vCPUs: 0.5 of 2.0 are needed while a new version takes over; others run 0.0"
                            + " of 2.0");
            Environment large = account.environment("large", LARGE);
            account.up(large);
            await(
                    account,
                    "other",
                    "ok   Fargate vCPUs: 0.5 of 2.0 are needed while a new version takes over; others"
                            + " run 1.0 of 2.0 (");
            assertThat(doctor(account, "large"))
                    .contains("ok   Fargate vCPUs: 2.0 of 2.0 are needed while a new version takes over; others run 0.0"
                            + " of 2.0");

            account.environment("other", SMALL.formatted(3));
            assertThat(doctor(account, "other"))
                    .contains("note Fargate vCPUs: 1.5 are needed while a new version takes over with maxInstances, and"
                            + " others run 1.0 of 2.0 (")
                    .contains("): tasks beyond that would not start; lower maxInstances, or ask for more: ")
                    .contains("[config/other.yaml:7 containers.small.compute.awsFargateEcs.maxInstances]");

            othersRun(account, 2);
            await(account, "other", "BAD  Fargate vCPUs: others run 2.0 of 2.0 (");
            assertThat(told(account, "up", "--env", "other", "--yes"))
                    .contains("nothing was made")
                    .contains(
                            "), and 0.25 are needed by the fewest tasks; stop some of theirs, or ask for more: aws"
                                    + " service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538");
            assertThat(doctor(account, "large")).contains("; others run 0.0 of 2.0");
        }
    }

    @Test
    void aTaskThatHasNoRoomIsWaitedForAndTheQuotaIsNamed(@TempDir Path folder) throws Exception {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = account(folder)) {
            account.up(account.environment("large", LARGE));
            othersRun(account, 2);
            Environment small = account.environment("other", Account.FARGATE);
            CompletableFuture<PlanView> up = CompletableFuture.supplyAsync(() -> account.up(small));
            await(
                    "up",
                    account::told,
                    "was unable to place a task. Reason: You've reached the limit on the number of"
                            + " vCPUs you can run concurrently. That is 'Fargate On-Demand vCPU resource count' (L-3032A538); ask"
                            + " for more: aws service-quotas request-service-quota-increase --service-code fargate");
            assertThat(up.isDone()).isFalse();
            othersRun(account, 1);
            assertThat(up.get(1, TimeUnit.MINUTES).changed()).isTrue();
        }
    }
}
