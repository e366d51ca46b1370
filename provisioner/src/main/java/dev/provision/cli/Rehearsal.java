package dev.provision.cli;

import dev.provision.graph.Sleeper;
import dev.provision.report.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Runs the commands that people run most, against a local cloud of its own, so that the launcher's AOT cache has their
 * classes. Shows nothing; what fails here fails again where somebody sees it.
 */
public final class Rehearsal {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("envs"),
            List.of("config", "show"),
            List.of("cost"),
            List.of("local", "start"),
            List.of("plan"),
            List.of("status"),
            List.of("teardown", "--yes"),
            List.of("local", "stop"));
    private final Path home;
    private final Surroundings surroundings;

    private Rehearsal(Path home, Path localCloud) {
        this.home = home;
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        this.surroundings = new Surroundings(
                home,
                System.getenv(),
                new Terminal(nowhere, nowhere, false, 80, false, true),
                InputStream.nullInputStream(),
                Clock.systemUTC(),
                Sleeper.system(),
                Optional.of(localCloud),
                () -> {});
    }

    /** @param args a folder to work in, which is emptied by whoever made it, and the local cloud's jar */
    public static void main(String[] args) {
        new Rehearsal(Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() {
        write(
                "config/application.yaml",
                "name: rehearsal\nregion: eu-west-2\ncloud: local\nlocal: { port: " + freePort() + ", portOffset: "
                        + freePort() + " }\n");
        write("config/local.yaml", """
                containers:
                  lambda:
                    routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                    compute: { type: awsLambda }
                  fargate:
                    routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                    compute: { type: awsFargateEcs }
                """);
        COMMANDS.forEach(command -> Commands.execute(surroundings, command.toArray(String[]::new)));
    }

    private void write(String file, String text) {
        try {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot write " + file, unwritable);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Math.min(socket.getLocalPort(), 60_000);
        } catch (IOException none) {
            throw new UncheckedIOException("no free port", none);
        }
    }
}
