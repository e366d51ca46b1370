package dev.provision.cli;

import dev.provision.report.Form;
import dev.provision.report.Report;
import picocli.CommandLine.Option;

/** How a command shows what it does. */
final class OutputOptions {
    /** The values of {@code --output}. */
    enum Choice {
        auto,
        live,
        plain,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES}; auto is live on a terminal, else plain.")
    private Choice choice = Choice.auto;

    @Option(names = "--debug", description = "Show stack traces.")
    private boolean debug;

    Report report(Surroundings surroundings) {
        return Report.of(form(surroundings), surroundings.terminal(), surroundings.clock());
    }

    boolean debug() {
        return debug;
    }

    private Form form(Surroundings surroundings) {
        return switch (choice) {
            case auto -> surroundings.terminal().interactive() ? Form.LIVE : Form.PLAIN;
            case live -> Form.LIVE;
            case plain -> Form.PLAIN;
            case json -> Form.JSON;
        };
    }
}
