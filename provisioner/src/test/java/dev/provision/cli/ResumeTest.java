package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sample of the calls; {@code bench/resume} tries all of them. */
@Timeout(7200)
final class ResumeTest {
    @Test
    void anyCallMayBeTheLast(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        boolean all = Boolean.getBoolean("resume.all");
        try (Account account = Account.open(folder)) {
            ResumeMatrix matrix =
                    new ResumeMatrix(account, account.environment("dev", Account.LAMBDA, Account.FARGATE));
            ResumeMatrix.Calls calls = matrix.undisturbed();
            System.out.println("mutating calls: " + calls);
            int most = Math.max(calls.up(), calls.teardown());
            // Every mishap once in this sample, at calls that are spread over the run.
            int sample = 1;
            for (Mishap mishap : mishaps()) {
                int triedBefore = matrix.tried();
                int unaidedBefore = matrix.unaided();
                int only = sample;
                matrix.run(mishap, most, number -> all || number == only);
                System.out.println(mishap.word() + ": " + (matrix.tried() - triedBefore) + " points, in "
                        + (matrix.unaided() - unaidedBefore) + " the same run went on to its end");
                sample += most / Mishap.values().length;
            }
            matrix.failures().forEach(System.out::println);
            System.out.println("points tried: " + matrix.tried() + ", converged after a repetition: "
                    + (matrix.tried() - matrix.failures().size()));
            assertThat(matrix.failures()).isEmpty();
        }
    }

    /** All, or those that {@code -Dresume.mishaps=KILL,THROTTLE} names. */
    private static List<Mishap> mishaps() {
        String names = System.getProperty("resume.mishaps", "");
        return names.isEmpty()
                ? List.of(Mishap.values())
                : Arrays.stream(names.split(",")).map(Mishap::valueOf).toList();
    }
}
