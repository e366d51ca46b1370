package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sample of the calls; {@code bench/resume/run} tries all of them. */
@Timeout(300)
final class ResumeTest {
    @Test
    void anyCallMayBeTheLast(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            ResumeMatrix matrix = new ResumeMatrix(
                    account, account.environment("dev", Account.LAMBDA, Account.FARGATE), System.out::println);
            int most = matrix.undisturbed().most();
            // Every mishap once, at calls that are spread over the run.
            int sample = 1;
            for (Mishap mishap : Mishap.values()) {
                matrix.run(mishap, sample);
                sample += most / Mishap.values().length;
            }
            assertThat(matrix.failures()).isEmpty();
        }
    }
}
