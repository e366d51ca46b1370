package dev.provision.users;

import dev.provision.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A copy of the checkout with nothing built, as a newcomer clones it, on ports of its own. */
final class Checkout {
    /** Builds of a fresh copy beside other tests included. */
    private static final Duration BUILD_AND_RUN = Duration.ofMinutes(15);

    private final Path folder;
    private final int port;
    private final int portOffset;

    private Checkout(Path folder, int port, int portOffset) {
        this.folder = folder;
        this.port = port;
        this.portOffset = portOffset;
    }

    /**
     * Copies what git tracks, and what it would track, of the project that this test belongs to.
     *
     * @param folder an empty folder
     */
    static Checkout copyTo(Path folder) throws IOException {
        Path project = Path.of(System.getProperty("user.dir")).getParent();
        String[] files = Command.run(
                        project,
                        Map.of(),
                        Duration.ofMinutes(1),
                        "git",
                        "ls-files",
                        "--cached",
                        "--others",
                        "--exclude-standard")
                .succeeded()
                .output()
                .split("\n");
        for (String file : files) {
            if (Files.exists(project.resolve(file))) {
                Files.createDirectories(folder.resolve(file).getParent());
                Files.copy(
                        project.resolve(file), folder.resolve(file), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        int port = FreePorts.port();
        int portOffset = FreePorts.offset();
        Path shared = folder.resolve("config/application.yaml");
        Files.writeString(
                shared,
                Files.readString(shared)
                        .replaceFirst("port: 4566", "port: " + port)
                        .replaceFirst("portOffset: 8000", "portOffset: " + portOffset));
        return new Checkout(folder, port, portOffset);
    }

    Path folder() {
        return folder;
    }

    /** The port of the local cloud's AWS endpoint. */
    int port() {
        return port;
    }

    /** Where the load balancer's port 80 appears. */
    int httpPort() {
        return 80 + portOffset;
    }

    /** Gives every container of the local environment this environment variable, and no other. */
    void variable(String name, String value) throws IOException {
        Path local = folder.resolve("config/local.yaml");
        String without = Files.readString(local).replaceAll("    environment: \\{.*\n", "");
        Files.writeString(
                local,
                without.replace(
                        "    src: service\n",
                        "    src: service\n    environment: { " + name + ": \"" + value + "\" }\n"));
    }

    /** Points the containers of the local environment at another module, and takes their environment variables away. */
    void source(String module) throws IOException {
        Path local = folder.resolve("config/local.yaml");
        Files.writeString(
                local,
                Files.readString(local)
                        .replaceAll("    environment: \\{.*\n", "")
                        .replace("    src: service\n", "    src: " + module + "\n"));
    }

    /** Runs {@code ./provision}. */
    Command provision(String... arguments) {
        return Command.run(
                folder,
                Map.of("NO_COLOR", "1"),
                BUILD_AND_RUN,
                Command.words(java.util.List.of(folder.resolve("provision").toString()), arguments));
    }

    /** Runs the {@code aws} CLI against the local cloud. */
    Command aws(String... arguments) {
        return Command.run(
                folder,
                Map.of(
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", ""),
                Duration.ofMinutes(1),
                Command.words(
                        java.util.List.of(
                                "aws",
                                "--endpoint-url",
                                "http://127.0.0.1:" + port,
                                "--region",
                                "eu-west-2",
                                "--output",
                                "json"),
                        arguments));
    }
}
