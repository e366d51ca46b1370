package dev.provision.cli;

import dev.provision.aws.Together;
import dev.provision.config.Environment;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import dev.provision.stack.StatusReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dashboard",
        description = "Write a page with the routes, alarms and charts of the last hour; it opens without a network.",
        footer = "The same charts, live, are in CloudWatch: provision open --console.")
final class DashboardCommand extends ReportingCommand {
    @Option(names = "--html", paramLabel = "FILE", required = true, description = "Where to.")
    private Path html = Path.of("");

    DashboardCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Instant now = surroundings().clock().instant();
        Stack stack = Runners.fresh(environment, surroundings(), report);
        StatusReport status = stack.status(now, Together.begin(stack::besideRoutes));
        new PageFile(html).write(new DashboardPage(environment, now, status).html());
        report.line("written: " + html);
        report.document(Map.of("file", html.toString()));
        return ExitCode.DONE;
    }
}
