package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Terraform with its AWS provider, pointed at a local cloud: a client that reads back everything it has made and complains
 * about the smallest difference.
 *
 * <p>The provider is not downloaded: a folder {@code tf-plugins}, laid out as a filesystem mirror, must be in one of the
 * usual places or be named by the environment variable {@code TF_PLUGINS}.
 */
public final class Terraform {
    private static final int TIMEOUT_SECONDS = 300;
    private final Path folder;
    private final LocalCloud cloud;

    private Terraform(Path folder, LocalCloud cloud) {
        this.folder = folder;
        this.cloud = cloud;
    }

    /**
     * Terraform in an empty folder that gets a copy of a configuration; skips the test where Terraform or its AWS provider is
     * missing.
     *
     * @param configuration the folder's name under {@code src/test/terraform}; it has a variable {@code endpoint}
     */
    public static Terraform of(String configuration, Path folder, LocalCloud cloud) {
        assumeTrue(executable("terraform"), "terraform is not installed");
        Optional<Path> plugins = plugins();
        assumeTrue(
                plugins.isPresent(),
                "no folder tf-plugins with Terraform's AWS provider was found; TF_PLUGINS can name one");
        Terraform terraform = new Terraform(folder, cloud);
        terraform.prepare(Path.of("src/test/terraform", configuration), plugins.get());
        return terraform;
    }

    private static boolean executable(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, name))
                .anyMatch(Files::isExecutable);
    }

    private static Optional<Path> plugins() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        Optional.ofNullable(System.getenv("TF_PLUGINS")).map(Path::of),
                        Optional.of(Path.of("/opt/tf-plugins")),
                        Optional.of(Path.of("/usr/local/share/tf-plugins")),
                        Optional.of(Path.of("/usr/share/tf-plugins")),
                        Optional.of(home.resolve("tf-plugins")))
                .flatMap(Optional::stream)
                .filter(place -> Files.isDirectory(place.resolve("registry.terraform.io/hashicorp/aws")))
                .findFirst();
    }

    private void prepare(Path configuration, Path plugins) {
        try (Stream<Path> files = Files.list(configuration)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(Objects.requireNonNull(file.getFileName())));
            }
            Files.writeString(
                    folder.resolve("terraform.rc"),
                    "provider_installation { filesystem_mirror { path = \"" + plugins + "\" } }\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        run("init");
    }

    /** Makes everything that the configuration asks for. */
    public void apply() {
        run("apply", "-auto-approve");
    }

    /** What Terraform would change, in its words; empty if nothing. */
    public Optional<String> changes() {
        Result result = result("plan", "-detailed-exitcode");
        assertThat(result.exitCode()).as(result.output()).isIn(0, 2);
        return result.exitCode() == 0 ? Optional.empty() : Optional.of(result.output());
    }

    /** Deletes everything that it has made, as it remembers it. */
    public void destroy() {
        run("destroy", "-auto-approve", "-refresh=false");
    }

    private String run(String... arguments) {
        Result result = result(arguments);
        assertThat(result.exitCode())
                .as("terraform %s%n%s", String.join(" ", arguments), result.output())
                .isZero();
        return result.output();
    }

    private record Result(int exitCode, String output) {}

    private Result result(String... arguments) {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(folder, "terraform-", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("TF_"));
            builder.environment()
                    .put("TF_CLI_CONFIG_FILE", folder.resolve("terraform.rc").toString());
            builder.environment().put("TF_CLI_ARGS", "-no-color");
            builder.environment().put("TF_IN_AUTOMATION", "1");
            builder.environment().put("TF_VAR_endpoint", cloud.endpoint().toString());
            builder.environment().put("CHECKPOINT_DISABLE", "1");
            // The provider builds a schema of 200 MB at each start; collecting less often saves a third of its CPU
            // time.
            builder.environment().put("GOGC", "400");
            Process process = builder.start();
            try {
                assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .as("terraform %s ended in time", String.join(" ", arguments))
                        .isTrue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
