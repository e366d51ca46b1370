package dev.provision.cli;

import dev.provision.report.Report;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "local",
        description = "Start, stop, show or empty the local cloud.",
        footer = "status has exit code 1 where it does not run; reset forgets every resource.")
final class LocalCommand extends ReportingCommand {
    /** What to do with it. */
    enum Action {
        start,
        stop,
        status,
        reset
    }

    @Parameters(paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action = Action.status;

    @ArgGroup(exclusive = false, heading = "%nFor start:%n")
    private LocalSettings settings = new LocalSettings();

    LocalCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        LocalClouds cloud = LocalClouds.of(target().rehearsal(surroundings()), surroundings(), report)
                .orElseThrow();
        return switch (action) {
            case start ->
                said(
                        report,
                        cloud.startUnlessRunning(settings) ? "the local cloud runs" : "the local cloud already runs",
                        true);
            case stop ->
                said(
                        report,
                        cloud.stopIfRunning() ? "the local cloud has stopped" : "the local cloud was not running",
                        false);
            case reset -> {
                cloud.reset();
                yield said(report, "the local cloud is empty", true);
            }
            case status -> {
                boolean running = cloud.running();
                var _ = said(report, running ? "the local cloud runs" : "the local cloud is not running", running);
                yield running ? ExitCode.DONE : ExitCode.FAILED;
            }
        };
    }

    private static ExitCode said(Report report, String text, boolean running) {
        report.line(text);
        report.document(Map.of("running", running));
        return ExitCode.DONE;
    }
}
