package dev.provision.cli;

import dev.provision.graph.Sleeper;
import dev.provision.report.Terminal;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Runs a command and ends the process with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Surroundings surroundings = surroundings(
                Path.of(System.getProperty("provision.home", "")).toAbsolutePath(),
                Terminal.detect(System.getenv()),
                System.in,
                Optional.ofNullable(System.getProperty("provision.localcloud")).map(Path::of));
        // The exit code is a part of what a command answers; nothing that still runs may keep the process.
        System.exit(Commands.execute(surroundings, args));
    }

    /** A project on this machine. */
    static Surroundings surroundings(Path home, Terminal terminal, InputStream in, Optional<Path> localCloud) {
        return new Surroundings(
                home,
                System.getenv(),
                terminal,
                in,
                Clock.systemUTC(),
                Sleeper.system(),
                localCloud,
                () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code()));
    }
}
