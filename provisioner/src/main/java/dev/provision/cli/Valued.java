package dev.provision.cli;

import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option with a value, for commands that people wait for; see {@link Flag}.
 *
 * @param <T> the type that the option was described with
 */
record Valued<T>(OptionSpec option) {
    /** Empty where it does not stand in the command line, and has no default. */
    Optional<T> value() {
        return Optional.ofNullable(option.getValue());
    }
}
