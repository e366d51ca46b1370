package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.graph.Outcome;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan names nobody else for what provision itself has done since the last up. */
@Timeout(120)
final class AccusedTest {
    private static final String PATHS = "routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }";

    private static List<StepKey> accused(PlanView plan) {
        return plan.planned().entrySet().stream()
                .filter(step -> step.getValue().drifted())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<StepKey> created(PlanView plan) {
        return plan.planned().entrySet().stream()
                .filter(step -> step.getValue().action() == Outcome.Action.CREATE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Back to a warm slot, and once more to one whose tasks had gone. */
    @Test
    void ofWhatARollbackTookAway(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            Environment environment = account.environment("dev", Account.FARGATE);
            account.upTwice(environment);
            for (int time = 0; time < 2; time++) {
                assertThat(account.run("rollback", "--env", "dev")).isZero();
                PlanView plan = account.plan(environment);
                assertThat(created(plan)).extracting(StepKey::kind).contains("scalable-target", "scaling-policy");
                assertThat(accused(plan)).isEmpty();
                account.later(Duration.ofDays(1));
                account.up(environment);
                account.later(Duration.ofDays(1));
                account.up(environment);
            }
        }
    }

    /** It has another log group then, another target group, and with HTTPS a rule of another listener. */
    @Test
    void ofWhatAMoveToTheOtherComputeMakesAnew(@TempDir Path folder) {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account account = Account.open(folder)) {
            account.up(account.environment("dev", Account.FARGATE));
            PlanView plan = account.plan(account.environment(
                    "dev",
                    "  fargate:\n    " + PATHS + "\n    compute: { type: awsLambda, awsLambda: { memory: 512 } }\n"));
            assertThat(created(plan)).contains(new StepKey("log-group", "fargate"));
            assertThat(accused(plan)).isEmpty();
        }
    }
}
