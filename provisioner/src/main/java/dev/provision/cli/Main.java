package dev.provision.cli;

import dev.provision.graph.Sleeper;
import dev.provision.report.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Runs a command and ends the process with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Map<String, String> variables = System.getenv();
        Surroundings surroundings = new Surroundings(
                Path.of(System.getProperty("provision.home", "")).toAbsolutePath(),
                variables,
                Terminal.detect(variables),
                System.in,
                Clock.systemUTC(),
                Sleeper.system(),
                Optional.ofNullable(System.getProperty("provision.localcloud")).map(Path::of),
                () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code()));
        System.exit(Commands.execute(surroundings, args));
    }
}
