package dev.provision.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that ran to its end.
 *
 * @param line what was run, for messages
 * @param exitCode its exit code
 * @param output its standard output
 * @param error its standard error
 * @param took wall time
 */
record Command(String line, int exitCode, String output, String error, Duration took) {
    /**
     * Runs a program and waits for its end.
     *
     * @param folder where
     * @param environment added to this process's environment
     * @param timeout after which it is killed and the test fails
     */
    static Command run(Path folder, Map<String, String> environment, Duration timeout, String... words) {
        try {
            Path output = Files.createTempFile("command-", ".out");
            Path error = Files.createTempFile("command-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .redirectError(error.toFile());
                builder.environment().putAll(environment);
                long start = System.nanoTime();
                Process process = builder.start();
                boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
                Command command = new Command(
                        String.join(" ", words),
                        process.exitValue(),
                        Files.readString(output, StandardCharsets.UTF_8),
                        Files.readString(error, StandardCharsets.UTF_8),
                        took);
                assertThat(ended).as("ended within %s: %s", timeout, command).isTrue();
                return command;
            } finally {
                Files.delete(output);
                Files.delete(error);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    Command succeeded() {
        return exited(0);
    }

    Command exited(int expected) {
        assertThat(exitCode).as("%s", this).isEqualTo(expected);
        return this;
    }

    static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }

    static String[] words(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Override
    public String toString() {
        return line + " → " + exitCode + System.lineSeparator() + output + error;
    }
}
