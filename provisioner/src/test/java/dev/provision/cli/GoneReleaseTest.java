package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.config.Release;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What an earlier release ran was deleted by somebody else. */
@Timeout(180)
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class GoneReleaseTest {
    /** Longer than an old version is kept warm. */
    private static final Duration LONG = Duration.ofDays(2);

    /** An environment whose second release serves, and whose first one is cold by now. */
    private static void released(Account account, String container) {
        Environment environment = account.environment("dev", container);
        account.upTwice(environment);
        account.later(LONG);
        account.up(environment);
    }

    private static void refused(Account account, String words) {
        refused(account, words, "rollback", "--env", "dev", "--dry-run");
        refused(account, words, "rollback", "--env", "dev");
    }

    private static void refused(Account account, String words, String... command) {
        String before = account.told();
        assertThat(account.run(command)).isEqualTo(ExitCode.USAGE.code());
        assertThat(account.told().substring(before.length())).contains(words, "check its commit out and run up");
    }

    @Test
    void aRollbackToADeregisteredTaskDefinitionChangesNothing(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            released(account, Account.FARGATE);
            EcsClient ecs = account.client(EcsClient.builder());
            ecs.deregisterTaskDefinition(r -> r.taskDefinition("demo-dev-fargate:1"));
            Map<String, String> before = run(ecs);
            refused(account, "fargate ran demo-dev-fargate:1 in release 1, and that is not there any more");
            assertThat(run(ecs)).isEqualTo(before);
        }
    }

    /** What each service runs, and how often. */
    private static Map<String, String> run(EcsClient ecs) {
        Map<String, String> run = new TreeMap<>();
        for (Service service : ecs.describeServices(
                        r -> r.cluster("demo-dev").services("demo-dev-fargate-blue", "demo-dev-fargate-green"))
                .services()) {
            run.put(service.serviceName(), service.desiredCount() + " of " + service.taskDefinition());
        }
        return run;
    }

    @Test
    void aRollbackToADeletedImageIsGivenUpWithTheReason(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            released(account, Account.FARGATE);
            EcsClient ecs = account.client(EcsClient.builder());
            String image = ecs.describeTaskDefinition(r -> r.taskDefinition("demo-dev-fargate:1"))
                    .taskDefinition()
                    .containerDefinitions()
                    .getFirst()
                    .image();
            account.client(EcrClient.builder()).batchDeleteImage(r -> r.repositoryName("demo-dev")
                    .imageIds(i -> i.imageDigest(image.substring(image.indexOf('@') + 1))));
            String before = account.told();
            assertThat(account.run("rollback", "--env", "dev")).isEqualTo(ExitCode.ROLLED_BACK.code());
            assertThat(account.told().substring(before.length())).contains("CannotPullContainerError");
        }
    }

    @Test
    void aRollbackToADeletedVersionOfAFunctionChangesNothing(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            released(account, Account.LAMBDA);
            LambdaClient lambda = account.client(LambdaClient.builder());
            lambda.deleteAlias(r -> r.functionName("demo-dev-lambda").name("blue"));
            lambda.deleteFunction(r -> r.functionName("demo-dev-lambda").qualifier("1"));
            refused(account, "lambda ran version 1 in release 1, and that is not there any more");
            assertThat(lambda.listAliases(r -> r.functionName("demo-dev-lambda"))
                            .aliases())
                    .hasSize(1);
        }
    }

    @Test
    void aRollbackDoesNotTrustAWarmSlotWhoseAliasIsGone(@TempDir Path folder) throws Exception {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            Environment environment = account.environment("dev", Account.LAMBDA);
            account.up(environment);
            account.image("two");
            account.up(environment);
            LambdaClient lambda = account.client(LambdaClient.builder());
            lambda.deleteAlias(r -> r.functionName("demo-dev-lambda").name("blue"));
            assertThat(account.run("rollback", "--env", "dev")).isZero();
            assertThat(lambda.getAlias(r -> r.functionName("demo-dev-lambda").name("blue"))
                            .functionVersion())
                    .isEqualTo("1");
            URI health = URI.create("http://localhost:" + account.httpPort() + "/lambda/health");
            assertThat(Patrons.client()
                            .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aVersionThatSomebodyElseLedAnAliasToOutlivesItsRelease(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            Environment environment = remembering(account.environment("dev", Account.LAMBDA), 2);
            account.up(environment);
            account.image("two");
            account.up(environment);
            LambdaClient lambda = account.client(LambdaClient.builder());
            lambda.updateAlias(
                    r -> r.functionName("demo-dev-lambda").name("green").functionVersion("1"));
            account.image("three");
            account.up(environment);
            assertThat(account.plan(environment).changed()).isFalse();
            account.teardown(environment);
            assertThat(account.stack(environment).sweep()).isEmpty();
        }
    }

    private static Environment remembering(Environment environment, int releases) {
        Release release = environment.release();
        return new Environment(
                environment.name(),
                environment.env(),
                environment.region(),
                environment.cloud(),
                environment.network(),
                environment.containers(),
                environment.image(),
                new Release(
                        release.strategy(),
                        release.steps(),
                        release.interval(),
                        release.bake(),
                        release.keepPrevious(),
                        releases,
                        release.gates(),
                        release.smoke()),
                environment.logRetentionDays(),
                environment.tags(),
                environment.alarms(),
                environment.deployment());
    }
}
