package dev.provision.cli;

import dev.provision.graph.Sleeper;
import dev.provision.report.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Runs commands in a project of its own and keeps what they print. */
final class Bench {
    private final Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Optional<Path> localCloud = Optional.empty();
    private boolean interactive;
    private final String path = Optional.ofNullable(System.getenv("PATH")).orElse("");

    Bench(Path home) {
        this.home = home;
    }

    Bench file(String path, String text) {
        try {
            Files.createDirectories(home.resolve(path).getParent());
            Files.writeString(home.resolve(path), text);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Bench localCloud(Path jar) {
        localCloud = Optional.of(jar);
        return this;
    }

    /** A person sits in front of it, at a terminal of 80 characters. */
    Bench atTerminal() {
        interactive = true;
        return this;
    }

    int run(String... args) {
        out.reset();
        err.reset();
        return Commands.execute(surroundings(), args);
    }

    Surroundings surroundings() {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                80,
                false,
                true);
        return new Surroundings(
                home,
                Map.of("PATH", path),
                terminal,
                new ByteArrayInputStream(new byte[0]),
                Clock.systemUTC(),
                Sleeper.system(),
                localCloud,
                () -> {
                    throw new AssertionError("the process would have ended");
                });
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
