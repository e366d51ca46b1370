package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.report.Form;
import dev.provision.report.Report;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands that people run most, on an environment that really comes up, against a local cloud of its own: so that
 * the launcher's AOT caches, of the CLI and of the local cloud, have the classes that these commands load. The image that it
 * builds is the project's own, and what was cached for it is what the first {@code up} needs. Shows nothing; what fails here
 * fails again where somebody sees it.
 */
public final class Rehearsal {
    private static final List<List<String>> FIRST = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("envs"),
            List.of("config", "show"),
            List.of("cost"),
            List.of("status"),
            List.of("up", "--yes"),
            List.of("up", "--yes"));
    private static final List<List<String>> WHILE_UP =
            List.of(List.of("plan"), List.of("status"), List.of("releases"), List.of("doctor"));
    private static final List<List<String>> LAST = List.of(List.of("teardown", "--yes"), List.of("local", "stop"));
    private static final int PATIENCE_SECONDS = 120;
    private final Path project;
    private final Path home;
    private final Path localCloudCache;
    private final List<String> look;
    private final Surroundings surroundings;

    private Rehearsal(Path project, Path home, Path localCloud, Path localCloudCache, List<String> look) {
        this.project = project;
        this.home = home;
        this.localCloudCache = localCloudCache;
        this.look = look;
        this.surroundings = silent(home, Optional.of(localCloud));
    }

    /** Shows nothing. */
    static Surroundings silent(Path home, Optional<Path> localCloud) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return Main.surroundings(
                home,
                new Terminal(nowhere, nowhere, false, 80, false, true),
                InputStream.nullInputStream(),
                localCloud);
    }

    /**
     * @param args the project's folder; a folder to work in, which is emptied by whoever made it; the local cloud's jar; the
     *     file for the local cloud's AOT cache; and the command that runs a {@link RehearsedLook} while the environment is up
     */
    public static void main(String[] args) throws InterruptedException {
        List<String> look = List.of(args).subList(4, args.length);
        new Rehearsal(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), look).run();
        // Once as people start it, for what finds out where it runs.
        Main.main(new String[] {"--version"});
    }

    private void run() throws InterruptedException {
        link("service");
        link(".provision/cache");
        write("config/application.yaml", """
                # With what people write in such files.
                name: rehearsal
                region: eu-west-2
                cloud: local
                network: { publicSubnets: [10.0.1.0/24, 10.0.2.0/24] }
                local: { port: %d, portOffset: %d } # free ones
                """.formatted(freePort(), freePort()));
        write("config/local.yaml", """
                release: { strategy: allAtOnce, bake: 1s, gates: { minimumRequests: 0 } }
                containers:
                  lambda:
                    routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                    compute: { type: awsLambda }
                  fargate:
                    routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                    compute: { type: awsFargateEcs }
                """);
        Optional<Process> cloud = trained();
        execute(FIRST, surroundings);
        Process looking = started(look);
        execute(WHILE_UP, surroundings);
        end(looking);
        execute(LAST, surroundings);
        if (cloud.isPresent()) {
            end(cloud.get());
        }
    }

    static void execute(List<List<String>> commands, Surroundings surroundings) {
        commands.forEach(command -> Commands.execute(surroundings, command.toArray(String[]::new)));
    }

    private static Process started(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), failed);
        }
    }

    private static void end(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** A local cloud that learns what to put into its cache, and writes it at its end; the commands find it running. */
    private Optional<Process> trained() {
        Environment environment = new Environments(home.resolve("config"), Map.of()).load("local", Optional.empty());
        Report report = Report.of(Form.PLAIN, surroundings.terminal(), surroundings.clock());
        return LocalClouds.of(environment, surroundings, report).map(clouds -> clouds.train(localCloudCache));
    }

    private void link(String path) {
        try {
            Files.createDirectories(project.resolve(path));
            Files.createDirectories(home.resolve(path).getParent());
            Files.createSymbolicLink(home.resolve(path), project.resolve(path));
        } catch (IOException unlinkable) {
            throw new UncheckedIOException("cannot link " + path, unlinkable);
        }
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
