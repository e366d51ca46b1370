package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The forms of {@code simulate}. The text is compared with {@code src/test/resources/golden/simulate.txt};
 * {@code -Dgolden.write=true} writes it anew.
 */
final class SimulateCommandTest {
    @TempDir
    private Path home;

    private Bench bench;

    @BeforeEach
    void project() {
        bench = new Bench(home)
                .file("config/application.yaml", "name: demo\nregion: eu-west-2\n")
                .file("config/dev.yaml", """
                        image: { architecture: x86_64 }
                        containers:
                          lambda:
                            routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                            compute: { type: awsLambda, awsLambda: { memory: 512 } }
                          fargate:
                            routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                            compute: { type: awsFargateEcs }
                        """);
    }

    @Test
    void textIsAsItWas() throws IOException {
        assertThat(bench.atTerminal()
                        .run(
                                "simulate",
                                "--env",
                                "dev",
                                "--rps",
                                "0..200",
                                "--shape",
                                "spike",
                                "--for",
                                "1h",
                                "--output",
                                "plain"))
                .as(bench.err())
                .isZero();
        Path golden = Path.of("src", "test", "resources", "golden", "simulate.txt");
        String text = bench.out().replace(System.lineSeparator(), "\n");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void fileIsTheLoadAndJsonHasAllPoints() {
        bench.file("load.csv", "0,10\n60,10\n");
        assertThat(bench.run(
                        "simulate",
                        "--env",
                        "dev",
                        "--load",
                        home.resolve("load.csv").toString(),
                        "--output",
                        "json"))
                .isZero();
        assertThat(bench.out()).startsWith("{\"seconds\":60,").contains("\"coldStarts\":", "\"mostTasks\":1,");
    }

    @Test
    void impossibleLoadsAreUsageErrors() {
        assertThat(bench.run("simulate", "--env", "dev", "--rps", "50..10")).isEqualTo(2);
        assertThat(bench.err()).contains("--rps is '50..10'").contains("0..5000");
        assertThat(bench.run("simulate", "--env", "dev", "--rps", "many")).isEqualTo(2);
        assertThat(bench.run("simulate", "--env", "dev", "--load", "no-such-file"))
                .isEqualTo(2);
        assertThat(bench.run("simulate", "--env", "dev", "--load", "no-such-file", "--for", "1h"))
                .isEqualTo(2);
        assertThat(bench.err()).contains("leave either --load or the others out");
        assertThat(bench.run("simulate", "--env", "dev", "--duration", "1ms", "--cpu", "2ms"))
                .isEqualTo(2);
        assertThat(bench.err()).contains("make --cpu at most --duration");
    }
}
