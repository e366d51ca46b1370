package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A container moves to the other compute. */
@Timeout(120)
final class MoveTest {
    /** What serves does not wait for what is to go. */
    @Test
    void itMovesAfterVersionsThatWereGivenUpOnBoth(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            Environment tasks = account.environment("dev", Account.FARGATE);
            account.up(tasks);
            account.image(TinyImage.BROKEN + "-1");
            assertThatThrownBy(() -> account.up(tasks)).isInstanceOf(ReleaseRolledBack.class);
            Environment function = account.environment(
                    "dev",
                    Account.FARGATE.replace(
                            "type: awsFargateEcs, awsFargateEcs: { minInstances: 1, maxInstances: 2 }",
                            "type: awsLambda, awsLambda: { provisionedConcurrency: 1 }"));
            account.image(TinyImage.BROKEN_FUNCTION + "-1");
            assertThatThrownBy(() -> account.up(function)).isInstanceOf(ReleaseRolledBack.class);
            account.image("two");
            account.up(function);
            assertThat(account.plan(function).changed()).isFalse();
        }
    }
}
