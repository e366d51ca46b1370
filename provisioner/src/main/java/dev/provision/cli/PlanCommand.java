package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.RunResult;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "plan", description = "Show what up would do; change nothing.")
final class PlanCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Stack stack = Runners.stack(environment, surroundings(), report);
        RunResult result = Runners.of(stack, surroundings(), report).plan().orThrow();
        report.line(result.changed() ? "run up to apply this" : "no changes");
        return ExitCode.DONE;
    }
}
