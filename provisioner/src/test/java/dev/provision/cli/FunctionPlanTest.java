package dev.provision.cli;

import static dev.provision.graph.Outcome.Action.CHANGE;
import static dev.provision.graph.Outcome.Action.CREATE;
import static dev.provision.graph.Outcome.Action.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.Environment;
import dev.provision.graph.Change;
import dev.provision.graph.Outcome;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.StepKey;
import dev.provision.report.PlanView;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What a plan says of a function, its versions and the aliases of its slots is what {@code up} does then. */
@Timeout(120)
final class FunctionPlanTest {
    private static final StepKey FUNCTION = new StepKey("function", "lambda");
    private static final StepKey VERSION = new StepKey("function-version", "lambda");
    private static final StepKey BLUE = new StepKey("function-alias", "lambda-blue");
    private static final StepKey GREEN = new StepKey("function-alias", "lambda-green");

    @TempDir
    Path folder;

    private Account account;
    private Environment environment;

    @BeforeEach
    void itServes() {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        account = Account.open(folder);
        environment = account.environment("dev", Account.LAMBDA);
        account.up(environment);
    }

    @AfterEach
    void close() {
        if (account != null) {
            account.close();
        }
    }

    @Test
    void aNewImageIsANewVersionAndAnEarlierOneIsNot() {
        account.image("two");
        PlanView second = upAsPlanned();
        assertThat(planned(second, FUNCTION).action()).isEqualTo(CHANGE);
        assertThat(planned(second, VERSION).action()).isEqualTo(CHANGE);
        assertThat(planned(second, GREEN).action()).isEqualTo(CREATE);
        assertThat(planned(second, BLUE).action()).isEqualTo(NONE);
        account.image("three");
        PlanView third = upAsPlanned();
        assertThat(planned(third, BLUE).changes())
                .containsExactly(Change.inPlace("function_version", "1", "(known once it exists)"));
        assertThat(planned(third, GREEN).action()).isEqualTo(NONE);
        account.image("two");
        PlanView back = upAsPlanned();
        assertThat(planned(back, FUNCTION).action()).isEqualTo(CHANGE);
        assertThat(planned(back, VERSION).action()).isEqualTo(NONE);
        assertThat(planned(back, GREEN).action()).isEqualTo(NONE);
    }

    @Test
    void whatServesGetsNeitherWhatWasGivenUpNorWhatSomebodyChanged() {
        account.image(TinyImage.BROKEN_FUNCTION);
        assertThatThrownBy(() -> account.up(environment)).isInstanceOf(ReleaseRolledBack.class);
        account.image("two");
        assertThat(account.plan(environment).planned().values())
                .as("what was given up is nobody else's")
                .noneMatch(Outcome.Planned::drifted);
        account.image("one");
        PlanView plan = upAsPlanned();
        assertThat(plan.planned().values()).noneMatch(Outcome.Planned::drifted);
        account.image("three");
        assertThat(account.plan(environment).planned().values())
                .as("the image that was given up was pushed last")
                .noneMatch(Outcome.Planned::drifted);
        account.image("one");
        assertThat(planned(plan, FUNCTION).action()).isEqualTo(CHANGE);
        assertThat(planned(plan, VERSION).action()).isEqualTo(NONE);
        assertThat(planned(plan, BLUE).action()).isEqualTo(NONE);
        try (LambdaClient lambda = account.client(LambdaClient.builder())) {
            lambda.updateFunctionConfiguration(
                    r -> r.functionName("demo-dev-lambda").memorySize(1_024));
        }
        PlanView drift = upAsPlanned();
        assertThat(planned(drift, FUNCTION).changes()).containsExactly(Change.inPlace("memory_size", "1024", "512"));
        assertThat(planned(drift, VERSION).action()).isEqualTo(NONE);
        assertThat(planned(drift, BLUE).action()).isEqualTo(NONE);
        new OtherMeddlings(account)
                .all().stream()
                        .filter(meddling -> meddling.what().equals("role deleted"))
                        .forEach(meddling -> meddling.work().run());
        assertThat(planned(upAsPlanned(), VERSION).changes())
                .as("of the version that serves, not of the one that was given up")
                .extracting(Change::field)
                .containsExactly("role");
    }

    /** Of functions only, the dashboard's charts do not depend on the slots. */
    private PlanView upAsPlanned() {
        PlanView plan = account.plan(environment);
        Deeds deeds = new Deeds();
        account.up(environment, deeds.report());
        assertThat(deeds.otherThan(plan)).isEmpty();
        assertThat(planned(plan, new StepKey("dashboard", "main")).action()).isEqualTo(NONE);
        return plan;
    }

    private static Outcome.Planned planned(PlanView plan, StepKey key) {
        return plan.planned().get(key);
    }
}
