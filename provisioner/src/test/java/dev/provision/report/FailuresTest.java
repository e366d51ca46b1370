package dev.provision.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.ProvisionException.RunFailed;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.StepKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several failures of one run: each is told, and what is to be done about some alike is told once, after them. */
final class FailuresTest {
    private final RunFailed three = new RunFailed(List.of(
            refused("task", "too many roles", "events of it", "ask for more"),
            new CredentialsMissing("expired", "log in", null),
            refused("function", "too many roles", "", "ask for more")));
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Terminal terminal = new Terminal(stream, stream, false, 80, false, true);

    private static StepFailed refused(String name, String why, String evidence, String remedy) {
        return new StepFailed(Optional.of(new StepKey("role", name)), why, evidence, remedy, null);
    }

    @Test
    void asLines() {
        try (Report report = new PlainReport(terminal)) {
            report.failure(three);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "error: role/task: too many roles",
                        "  | events of it",
                        "error: role/function: too many roles",
                        "  next: ask for more",
                        "error: expired",
                        "  next: log in");
    }

    @Test
    void asJson() {
        try (Report report = new JsonReport(terminal)) {
            report.failure(three);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains(
                        "\"message\":\"role/task: too many roles\",\"step\":\"role/task\",\"remedy\":\"ask for more\"")
                .contains("\"message\":\"expired\",\"remedy\":\"log in\"")
                .contains("\"step\":\"role/function\"");
    }
}
