package dev.provision.cli;

import dev.provision.config.EffectiveConfig;
import dev.provision.config.JsonSchema;
import dev.provision.report.Report;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "config",
        description = "Show what holds for an environment and where it is from, or the JSON schema of the files.",
        footer = "show masks values that may be secrets; schema is what config/provision.schema.json holds.")
final class ConfigCommand extends ReportingCommand {
    /** What to show. */
    enum Action {
        show,
        schema
    }

    @Parameters(paramLabel = "ACTION", defaultValue = "show", description = "${COMPLETION-CANDIDATES}")
    private Action action = Action.show;

    ConfigCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        switch (action) {
            case show -> {
                EffectiveConfig effective = target().effective(surroundings());
                effective.lines().forEach(report::line);
                report.document(effective.document());
            }
            case schema -> {
                String schema = JsonSchema.text();
                schema.lines().forEach(report::line);
                report.document(Map.of("schema", schema));
            }
        }
        return ExitCode.DONE;
    }
}
