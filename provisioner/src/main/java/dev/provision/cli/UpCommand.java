package dev.provision.cli;

import dev.provision.aws.ssm.Lease;
import dev.provision.config.Environment;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.RunResult;
import dev.provision.report.Report;
import dev.provision.report.Summary;
import dev.provision.stack.Endpoint;
import dev.provision.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "up", description = "Build, push and converge an environment, until it serves.")
final class UpCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private LockOptions locking = new LockOptions();

    UpCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::startUnlessRunning);
        Stack stack = Runners.stack(environment, surroundings(), report);
        return locking.exclusively(
                stack,
                "up --env " + environment.env(),
                surroundings(),
                report,
                lease -> up(environment, stack, lease, report));
    }

    private ExitCode up(Environment environment, Stack stack, Lease lease, Report report) {
        GraphRunner runner = Runners.of(stack, surroundings(), report);
        lease.whenLost(runner::stop);
        RunResult result =
                Interrupts.stopping(runner, surroundings(), runner::up).orThrow();
        report.summary(new Summary(
                environment.prefix(),
                stack.endpoints().stream().map(Endpoint::url).toList(),
                result));
        return ExitCode.DONE;
    }
}
