package dev.provision.image;

import dev.provision.graph.ProvisionException.StepFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a program of the JDK to its end. */
final class Command {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Command() {}

    /**
     * Runs a program and returns what it printed.
     *
     * @throws StepFailed if it fails or takes more than three minutes
     */
    static String run(String what, List<String> command) {
        try {
            Path output = Files.createTempFile("provision-", ".log");
            try {
                return run(what, command, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String what, List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw failed(what, "took more than " + LIMIT.toMinutes() + " minutes", output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, "was interrupted", output);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw failed(what, "ended with exit code " + process.exitValue(), output);
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static java.io.File nothing() {
        return new java.io.File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private static StepFailed failed(String what, String how, Path output) throws IOException {
        return new StepFailed(
                Optional.empty(), what + " " + how, Files.readString(output, StandardCharsets.UTF_8), "", null);
    }
}
