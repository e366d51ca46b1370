package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.cost.PriceFile;
import dev.provision.report.Form;
import dev.provision.report.Report;
import dev.provision.report.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlannedCostTest {
    @TempDir
    private Path folder;

    private PlannedCost cost;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("application.yaml"), "name: demo\nregion: eu-west-2\ncloud: local\n");
        Files.writeString(folder.resolve("dev.yaml"), """
                containers:
                  web:
                    routing: { pathPattern: /*, pathHealthCheck: /health }
                    compute: { type: awsFargateEcs }
                """);
        Environment environment = new Environments(folder, Map.of()).load("dev", Optional.empty());
        cost = new PlannedCost(new PriceFile(folder), environment);
    }

    private String told(Form form, Optional<BigDecimal> before) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        cost.tell(before, Report.of(form, new Terminal(out, out, false, 80, false, true), Clock.systemUTC()));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theBillIsSetAgainstThatOfTheLastUp() {
        BigDecimal now = cost.monthly().orElseThrow();
        assertThat(told(Form.PLAIN, Optional.empty())).startsWith("costs $" + now + " a month, without requests");
        assertThat(told(Form.PLAIN, Optional.of(now))).startsWith("costs $" + now + " a month as before,");
        assertThat(told(Form.PLAIN, Optional.of(new BigDecimal("12.30"))))
                .startsWith("costs $" + now + " a month then instead of $12.30,");
        assertThat(told(Form.JSON, Optional.of(new BigDecimal("12.30"))))
                .contains("\"monthly\":" + now.doubleValue(), "\"monthlyBefore\":12.3");
    }
}
