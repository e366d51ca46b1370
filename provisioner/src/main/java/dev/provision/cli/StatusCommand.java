package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.RunResult;
import dev.provision.graph.ServiceLimits;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show endpoints, routes and their health.",
        footer = "Exit code 0: all is healthy; 1: something is not, or there is nothing.")
final class StatusCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        boolean reachable = LocalClouds.of(environment, surroundings(), report)
                .map(LocalClouds::running)
                .orElse(true);
        if (!reachable) {
            StatusView.nothing(environment, "the local cloud is not running", report);
            return ExitCode.FAILED;
        }
        Stack stack = Runners.stack(environment, surroundings(), report);
        RunResult result = new GraphRunner(
                        stack.graph(),
                        surroundings().clock(),
                        surroundings().sleeper(),
                        ServiceLimits.ofTen(),
                        EventSink.none())
                .status()
                .orThrow();
        if (StatusView.nothingExists(result)) {
            StatusView.nothing(environment, "nothing of it exists", report);
            return ExitCode.FAILED;
        }
        StatusView view =
                new StatusView(environment, stack.endpoints(), stack.status().routes(), result);
        view.show(report);
        return view.healthy() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
