package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The {@code aws} command line, an independent witness of what the local cloud says. */
public final class AwsCli {
    private static final int TIMEOUT_SECONDS = 60;

    private final LocalCloud cloud;

    private AwsCli(LocalCloud cloud) {
        this.cloud = cloud;
    }

    /** The witness for a cloud; skips the test where there is no {@code aws} on the PATH. */
    public static AwsCli of(LocalCloud cloud) {
        assumeTrue(installed(), "the aws CLI is not installed");
        return new AwsCli(cloud);
    }

    private static boolean installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "aws"))
                .anyMatch(Files::isExecutable);
    }

    /** Runs a command that must succeed, and returns what it printed as JSON; an empty object where it printed nothing. */
    public JsonNode run(String... arguments) {
        Result result = result(arguments);
        assertThat(result.exitCode())
                .as("aws %s%n%s", String.join(" ", arguments), result.error())
                .isZero();
        return JsonNode.parser().parse(result.output().isBlank() ? "{}" : result.output());
    }

    /** Runs a command that must fail, and returns what it printed on standard error. */
    public String refused(String... arguments) {
        Result result = result(arguments);
        assertThat(result.exitCode()).as("aws %s", String.join(" ", arguments)).isNotZero();
        return result.error();
    }

    private record Result(int exitCode, String output, String error) {}

    private Result result(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("aws", "--endpoint-url", cloud.endpoint().toString()));
        command.addAll(List.of("--region", "eu-west-2", "--output", "json"));
        command.addAll(List.of(arguments));
        try {
            Path error = Files.createTempFile("aws-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(error.toFile());
                builder.environment().put("AWS_ACCESS_KEY_ID", "test");
                builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
                builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
                builder.environment().put("AWS_PAGER", "");
                Process process = builder.start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .as("aws ended in time")
                        .isTrue();
                return new Result(process.exitValue(), output, Files.readString(error));
            } finally {
                Files.delete(error);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
