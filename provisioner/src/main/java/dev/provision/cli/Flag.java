package dev.provision.cli;

import picocli.CommandLine.Model.OptionSpec;

/**
 * An option without a value, for commands that people wait for: picocli is told of theirs in code. To read annotations, the JDK
 * makes a class for each kind of them and code for each field, which takes longer than to read the configuration.
 */
record Flag(OptionSpec option) {
    static Flag of(String description, String... names) {
        return new Flag(OptionSpec.builder(names)
                .type(boolean.class)
                .initialValue(false)
                .description(description)
                .build());
    }

    /** Whether it stands in the command line. */
    boolean given() {
        return option.getValue();
    }
}
