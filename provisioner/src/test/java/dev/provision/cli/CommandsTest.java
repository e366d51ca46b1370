package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CommandsTest {
    private static final String CONTAINERS = """
            containers:
              api:
                routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                compute: { type: awsLambda }
            """;

    @TempDir
    private Path home;

    private Bench bench;
    private int port;
    private int offset;

    @BeforeEach
    void project() throws IOException {
        port = FreePorts.port();
        offset = FreePorts.offset();
        bench = new Bench(home)
                .file("config/application.yaml", "name: demo\nregion: eu-west-2\n")
                .file("config/dev.yaml", CONTAINERS)
                .file(
                        "config/local.yaml",
                        "cloud: local\nlocal: { port: " + port + ", portOffset: " + offset + " }\n" + CONTAINERS);
    }

    @Test
    void helpListsTheCommandsWithOneLineEach() {
        assertThat(bench.run("--help")).isZero();
        assertThat(bench.out()).contains("up ", "status ", "teardown ", "plan ", "local ", "envs ", "completion ");
        assertThat(bench.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(bench.run("manpages", "--help")).isZero();
        assertThat(bench.out()).contains("Usage: provision manpages");
        assertThat(bench.run("help", "up")).isZero();
        assertThat(bench.out()).contains("--env").contains("--output");
        assertThat(bench.run("--version")).isZero();
        assertThat(bench.out()).startsWith("provision ");
    }

    @Test
    void completionScriptIsPrinted() {
        assertThat(bench.run("completion")).isZero();
        assertThat(bench.out()).contains("_complete_provision");
    }

    @Test
    void usageErrorsHaveExitCodeTwo() {
        assertThat(bench.run("up", "--env", "dev", "--wait", "soon")).isEqualTo(2);
        assertThat(bench.err().lines())
                .containsExactly(
                        "Invalid value for option '--wait': 'soon' is no duration such as 90s, 10m or 1h",
                        "  next: provision up --help");
        assertThat(bench.run("up", "--output", "xml")).isEqualTo(2);
        assertThat(bench.run("up", "--cloud", "azure")).isEqualTo(2);
    }

    @Test
    void whatIsMistypedIsSaidWithWhatWasMeant() {
        mistyped("upp", "Unknown command 'upp'; did you mean up?");
        mistyped("plna --env dev", "Unknown command 'plna'; did you mean plan?");
        mistyped("tear --env dev", "Unknown command 'tear'; did you mean teardown?");
        mistyped("deploy", "Unknown command 'deploy'; did you mean up?");
        mistyped("help stauts", "Unknown command 'stauts'; did you mean status?");
        mistyped("cost update-price", "Unknown command 'update-price'; did you mean update-prices?");
        mistyped("frobnicate", "Unknown command 'frobnicate'");
        mistyped("--env dev up", "Unknown option '--env'; options stand behind the command");
        mistyped(
                "up --evn=dev --ys --frob",
                "Unknown option '--evn'; did you mean --env?",
                "Unknown option '--ys'; did you mean --yes?",
                "Unknown option '--frob'");
        mistyped("status now", "Unmatched argument at index 1: 'now'");
    }

    private void mistyped(String line, String... said) {
        assertThat(bench.run(line.split(" "))).isEqualTo(2);
        assertThat(bench.err().lines().filter(told -> !told.startsWith("  next: ")))
                .containsExactly(said);
    }

    @Test
    void unknownEnvironmentNamesThoseThatExist() {
        for (String command : new String[] {"up", "status", "teardown", "plan"}) {
            assertThat(bench.run(command, "--env", "prod")).isEqualTo(2);
            assertThat(bench.err()).contains("no environment 'prod'").contains("use one of dev, local");
        }
        assertThat(bench.run("teardown", "--env", "prod")).isEqualTo(2);
        assertThat(bench.err())
                .contains("or without the files: provision teardown --env prod --name NAME --region REGION");
        assertThat(bench.run("envs")).isZero();
        assertThat(bench.out().lines()).containsExactly("dev", "local");
    }

    @Test
    void brokenFileIsNamedWithItsLineAndNoStackTrace() {
        bench.file("config/dev.yaml", "containers: [\n");
        assertThat(bench.run("up", "--env", "dev")).isEqualTo(2);
        assertThat(bench.err()).startsWith("config/dev.yaml:2:").doesNotContain("\tat ");
        assertThat(bench.run("up", "--env", "dev", "--output", "json")).isEqualTo(2);
        assertThat(bench.out()).startsWith("{\"event\":\"error\",\"type\":\"ConfigInvalid\"");
    }

    @Test
    void takenPortsAreNamedWithTheKeyThatChangesThem() throws IOException {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                ServerSocket _ = new ServerSocket(offset + 443, 1, InetAddress.getLoopbackAddress())) {
            assertThat(bench.run("up", "--env", "local")).isEqualTo(2);
            assertThat(bench.err())
                    .contains("port " + port + " is taken by another program")
                    .contains("change local.port")
                    .contains("port " + (offset + 443) + " is taken")
                    .contains("change local.portOffset, now " + offset)
                    .doesNotContain("port " + (offset + 80) + " is taken");
        }
    }

    @Test
    void configurationIsShownAsItHoldsInTheEnd() {
        assertThat(bench.run("config", "show", "--env", "dev")).isZero();
        assertThat(bench.out().lines())
                .contains("name: demo  # config/application.yaml:1", "logRetention: 14  # standard")
                .contains("        timeout: 30  # standard");
        assertThat(bench.run("config", "show", "--env", "dev", "--output", "json"))
                .isZero();
        assertThat(bench.out()).startsWith("{\"name\":\"demo\"").contains("\"timeout\":\"30\"");
        assertThat(bench.run("config", "schema")).isZero();
        assertThat(bench.out()).startsWith("{").contains("\"availabilityZones\"");
    }

    @Test
    void missingLocalCloudIsSaid() {
        assertThat(bench.run("up", "--env", "local")).isEqualTo(1);
        assertThat(bench.err()).contains("the local cloud is not built").contains("next: ");
        assertThat(bench.run("plan", "--env", "local")).isEqualTo(1);
        assertThat(bench.err()).contains("start it with provision local start");
    }

    @Test
    void withoutLocalCloudThereIsNoEnvironmentAndNothingLeft() {
        assertThat(bench.run("status", "--env", "local")).isEqualTo(1);
        assertThat(bench.out()).contains("environment local does not exist: the local cloud is not running");
        assertThat(bench.run("status", "--output", "json")).isEqualTo(1);
        assertThat(bench.out())
                .isEqualToIgnoringNewLines("{\"environment\":\"local\",\"exists\":false,\"healthy\":false,"
                        + "\"reason\":\"the local cloud is not running\",\"endpoints\":[],\"routes\":[]}");
        assertThat(bench.run("teardown", "--env", "local")).isZero();
        assertThat(bench.out()).endsWith("0 resources left" + System.lineSeparator());
    }

    @Test
    void localCloudStartsOnceOutlivesTheCommandAndStops() throws IOException {
        bench.localCloud(jar());
        try {
            int started = bench.run("local", "start", "--latency", "aws", "--speed", "20", "--new-account");
            assertThat(started).as(bench.err()).isZero();
            assertThat(bench.out()).contains("the local cloud runs");
            assertThat(bench.run("local", "start")).isZero();
            assertThat(bench.out()).contains("already runs");
            assertThat(bench.run("local", "start", "--speed", "3")).isEqualTo(2);
            assertThat(bench.err()).contains("--speed 3.0 would not hold").contains("provision local stop first");
            assertThat(bench.run("local", "start", "--as", "none.json")).isEqualTo(2);
            assertThat(bench.err()).contains("--as none.json: there is no such file");
            assertThat(bench.run("local", "status")).isZero();
            // The files that name its port may be gone; this one cannot say what it holds.
            assertThat(bench.run("teardown", "--env", "gone", "--name", "demo", "--cloud", "local"))
                    .isEqualTo(1);
            assertThat(bench.err()).contains("404");
        } finally {
            int stopped = bench.run("local", "stop");
            assertThat(stopped).as(bench.err()).isZero();
        }
        assertThat(bench.out()).contains("the local cloud has stopped");
        assertThat(bench.run("teardown", "--env", "gone", "--name", "demo", "--cloud", "local"))
                .isZero();
        assertThat(bench.out()).contains("the local cloud is not running at http://127.0.0.1:4566");
        bench.file(".provision/local-cloud.pid", "1");
        assertThat(bench.run("teardown", "--env", "gone", "--name", "demo", "--cloud", "local"))
                .as("what was being written when a command was killed")
                .isZero();
        assertThat(bench.run("status", "--env", "local")).isEqualTo(1);
        assertThat(bench.out())
                .contains("the local cloud has ended, and what it held is gone with it", "provision up --env local");
        assertThat(bench.run("local", "status")).isEqualTo(1);
        assertThat(bench.run("local", "stop")).isZero();
        assertThat(bench.out()).contains("was not running");
    }

    @Test
    void localCloudThatDoesNotStartShowsTheEndOfItsLog() {
        bench.file("broken.jar", "this is no jar").localCloud(home.resolve("broken.jar"));
        assertThat(bench.run("local", "start")).isEqualTo(1);
        assertThat(bench.err())
                .contains("the local cloud did not start: it ended with exit code 1")
                .contains("  | ");
    }

    private Path jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeLocalCloud.class.getName());
        Path jar = home.resolve("fake-local-cloud.jar");
        Path folder = Path.of("target", "test-classes");
        String entry = FakeLocalCloud.class.getName().replace('.', '/');
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.list(folder.resolve(entry).getParent())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("FakeLocalCloud"))
                    .toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
