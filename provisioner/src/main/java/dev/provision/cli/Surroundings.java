package dev.provision.cli;

import dev.provision.graph.Sleeper;
import dev.provision.report.Terminal;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The process and the machine around a command.
 *
 * @param home the project's root
 * @param variables environment variables
 * @param terminal where output goes
 * @param in what a person types
 * @param clock the time
 * @param sleeper lets it pass
 * @param localCloud the jar of the local cloud, where there is one
 * @param leave ends the process at once: the second Ctrl-C
 */
record Surroundings(
        Path home,
        Map<String, String> variables,
        Terminal terminal,
        InputStream in,
        Clock clock,
        Sleeper sleeper,
        Optional<Path> localCloud,
        Runnable leave) {
    Surroundings {
        variables = Map.copyOf(variables);
    }
}
