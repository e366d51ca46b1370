package dev.provision.cli;

import dev.provision.report.Form;
import dev.provision.report.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a command shows what it does. */
final class OutputOptions {
    /** The values of {@code --output}. */
    enum Choice {
        auto,
        live,
        plain,
        json
    }

    private final Valued<Choice> choice = new Valued<>(OptionSpec.builder("-o", "--output")
            .paramLabel("FORM")
            .type(Choice.class)
            .defaultValue("auto")
            .description("${COMPLETION-CANDIDATES}; auto is live on a terminal, else plain.")
            .build());
    private final Flag debug = Flag.of("Show stack traces.", "--debug");

    void addTo(CommandSpec command) {
        command.addOption(choice.option()).addOption(debug.option());
    }

    Report report(Surroundings surroundings) {
        return Report.of(form(surroundings), surroundings.terminal(), surroundings.clock());
    }

    boolean debug() {
        return debug.given();
    }

    private Form form(Surroundings surroundings) {
        return switch (choice.value().orElse(Choice.auto)) {
            case auto -> surroundings.terminal().interactive() ? Form.LIVE : Form.PLAIN;
            case live -> Form.LIVE;
            case plain -> Form.PLAIN;
            case json -> Form.JSON;
        };
    }
}
