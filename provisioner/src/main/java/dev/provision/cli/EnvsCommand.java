package dev.provision.cli;

import dev.provision.report.Report;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "envs", description = "List the environments there are.")
final class EnvsCommand extends ReportingCommand {
    EnvsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        List<String> names = target().environments(surroundings()).names();
        names.forEach(report::line);
        report.document(Map.of("environments", names));
        return ExitCode.DONE;
    }
}
