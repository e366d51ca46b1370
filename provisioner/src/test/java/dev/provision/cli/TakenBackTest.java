package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.ecs.ServiceWatch;
import dev.provision.aws.ecs.TaskDefinitionArn;
import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import dev.provision.release.Releases;
import dev.provision.release.ShiftRunner;
import dev.provision.stack.Stack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ECS takes a new version back as soon as its tasks have ended too often, and that may be before the release looks at it. */
@Timeout(120)
final class TakenBackTest {
    private static final String BLUE = "demo-dev-fargate-blue";

    @Test
    void whatEcsWentBackToIsNotTakenForTheNewVersion(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            Environment environment = account.environment("dev", Account.FARGATE);
            account.upTwice(environment);
            TaskDefinitionArn first = runs(account);

            // As up does it, with a pause before the release looks.
            account.image(TinyImage.BROKEN);
            Stack stack = account.stack(environment).current(Instant.now());
            Releases releases = stack.releases(Clock.systemUTC(), folder);
            Releases.Begun begun = releases.begin(stack.plans(), stack.states()).orElseThrow();
            Runners.of(stack, account.surroundings(), account.report()).up().orThrow();
            Poller.brisk(Clock.systemUTC(), Account.hurried())
                    .await(
                            new StepKey("service", "fargate-blue"),
                            Duration.ofMinutes(1),
                            () -> runs(account).equals(first) ? Readiness.ready() : Readiness.pending("not yet"),
                            reason -> {});
            assertThatThrownBy(() -> new ShiftRunner(releases, Account.hurried(), account.report()).run(begun))
                    .isInstanceOfSatisfying(ReleaseRolledBack.class, given -> assertThat(given.evidence())
                            .contains(TinyImage.LAST_WORDS));

            // The second one still serves, and a good version can follow.
            account.image("three");
            account.up(environment);
            assertThat(account.plan(environment).changed()).isFalse();
        }
    }

    private static TaskDefinitionArn runs(Account account) {
        return new ServiceWatch(AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {}))
                .find("demo-dev", BLUE)
                .orElseThrow()
                .taskDefinition();
    }
}
