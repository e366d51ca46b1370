package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "policy",
        description = "Print the IAM policy for the person or the machine that runs provision; make no call.",
        footer = "Made of what the steps of this environment call; * stands where AWS has no rights by resource.")
final class PolicyCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    PolicyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        String policy = Stack.of(environment, surroundings().home()).operatorPolicy();
        report.line(policy);
        report.document(Map.of("policy", policy));
        return ExitCode.DONE;
    }
}
