package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process as people and the provisioner start it. */
@Timeout(120)
class MainTest {
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void endProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static URI endpoint(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        assertThat(line).startsWith("local cloud ready at http://127.0.0.1:");
        return URI.create(line.substring("local cloud ready at ".length()));
    }

    @Test
    void saysOneLineAndEndsWhenAsked() throws Exception {
        Process process = start("--port", "0", "--data-dir", directory.toString());
        URI endpoint = endpoint(process);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest stop = HttpRequest.newBuilder(endpoint.resolve("/_local/stop"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .header("X-Local-Cloud", "1")
                    .build();
            assertThat(http.send(stop, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(process.inputReader().readLine()).as("further output").isNull();
        assertThat(process.errorReader().readLine()).as("errors").isNull();
        assertThat(Files.readString(directory.resolve("local-cloud.log"))).contains("socket closed");
    }

    @Test
    void endsOnTheTermSignal() throws Exception {
        Process process = start("--port", "0");
        endpoint(process);
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    void namesThePortThatIsTakenAndTheOptionThatChangesIt() throws Exception {
        try (LocalCloud other = LocalCloud.start(Options.forTests())) {
            Process process = start("--port", Integer.toString(other.port()));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(process.errorReader().readAllLines())
                    .containsExactly("Port " + other.port() + " is taken by another process."
                            + " Stop it, or choose another port with --port.");
            assertThat(process.inputReader().readLine()).isNull();
        }
    }

    @Test
    void refusesOptionsThatMakeNoSense() throws Exception {
        Process process = start("--speed", "0");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.errorReader().readLine()).contains("--speed");
    }
}
