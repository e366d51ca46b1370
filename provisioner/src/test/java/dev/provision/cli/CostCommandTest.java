package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The forms of {@code cost}. The text is compared with {@code src/test/resources/golden/cost.txt};
 * {@code -Dgolden.write=true} writes it anew.
 */
final class CostCommandTest {
    private static final String CONTAINERS = """
            image: { architecture: x86_64 }
            containers:
              lambda:
                routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                compute: { type: awsLambda, awsLambda: { memory: 512 } }
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute: { type: awsFargateEcs }
            """;

    @TempDir
    private Path home;

    private Bench bench;

    @BeforeEach
    void project() {
        bench = new Bench(home)
                .file("config/application.yaml", "name: demo\nregion: eu-west-2\n")
                .file("config/dev.yaml", CONTAINERS)
                .file("config/far.yaml", "region: eu-north-1\n" + CONTAINERS);
    }

    @Test
    void textIsAsItWas() throws IOException {
        assertThat(bench.atTerminal()
                        .run(
                                "cost",
                                "--env",
                                "dev",
                                "--requests-per-day",
                                "100000",
                                "--duration",
                                "200ms",
                                "--compare",
                                "--output",
                                "plain"))
                .as(bench.err())
                .isZero();
        Path golden = Path.of("src", "test", "resources", "golden", "cost.txt");
        String text = bench.out().replace(System.lineSeparator(), "\n");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text).contains("break-even: 182,507 requests a day").contains("$0.0000018667");
    }

    @Test
    void jsonSaysTheSame() {
        assertThat(bench.run("cost", "--env", "dev", "--output", "json", "--tasks", "2", "--peak-tasks", "5"))
                .isZero();
        assertThat(bench.out())
                .contains("\"breakEvenPerDay\":182507")
                .contains("\"formula\":\"2 tasks, 5 for 4 h a day × 0.25 vCPU × $0.04656/h × 730 h\"")
                .contains("\"requestCost\":\"0.00000186667");
    }

    @Test
    void pageStandsAlone() throws IOException {
        Path page = home.resolve("cost.html");
        assertThat(bench.run("cost", "--env", "dev", "--html", page.toString())).isZero();
        assertThat(Files.readString(page))
                .contains("break-even: 182,507 a day")
                .contains("<svg")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @Test
    void regionWithoutPricesIsRefusedByName() {
        assertThat(bench.run("cost", "--env", "far")).isEqualTo(2);
        assertThat(bench.err())
                .contains("no prices of region eu-north-1")
                .contains("update-prices --region eu-north-1");
    }

    @Test
    void impossibleOptionsAreUsageErrors() {
        assertThat(bench.run("cost", "--env", "dev", "--duration", "fast")).isEqualTo(2);
        assertThat(bench.err()).contains("expected for example 200ms");
        assertThat(bench.run("cost", "--env", "dev", "--requests-per-day", "-1"))
                .isEqualTo(2);
        assertThat(bench.run("cost", "--env", "dev", "--peak-tasks", "3", "--peak-hours", "25"))
                .isEqualTo(2);
    }

    @Test
    void unreachablePriceListKeepsThePrices() {
        assertThat(bench.run("cost", "update-prices", "--env", "dev", "--price-list", "http://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(bench.err())
                .contains("cannot read http://127.0.0.1:1/offers")
                .contains("are kept");
        assertThat(home.resolve("config/prices.json")).doesNotExist();
    }
}
