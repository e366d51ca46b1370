package dev.provision.cli;

import dev.provision.aws.Together;
import dev.provision.aws.ssm.AppliedStore.Kept;
import dev.provision.config.Environment;
import dev.provision.cost.PriceFile;
import dev.provision.report.PlanView;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.time.Instant;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** {@code provision plan}. */
final class PlanCommand extends ReportingCommand {
    private final Flag detailed = Flag.of("End with exit code 5 where up would do something.", "--detailed-exitcode");

    PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    CommandSpec described() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("plan");
        spec.usageMessage()
                .description(
                        "Show what up would do, and what somebody else has changed since the last one; change nothing.")
                .footer("Exit code with --detailed-exitcode: 0, nothing to do; 5, there is something.");
        return spec.addOption(detailed.option());
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Stack stack = Runners.fresh(environment, surroundings(), report);
        Supplier<Kept> applied = Together.begin(() -> stack.applied().read());
        Instant now = surroundings().clock().instant();
        Stack current = stack.current(now);
        Planned planned = Planned.of(environment, current, applied, surroundings(), report);
        PlanView plan = planned.view();
        report.plan(plan);
        new PlannedCost(new PriceFile(target().folder(surroundings())), environment)
                .tell(planned.monthlyBefore(), report);
        if (plan.changed()) {
            target().examined(current.doctor(now).beforeChange(), surroundings())
                    .orThrow(environment.prefix(), environment.env());
            report.line("run up to apply this");
        }
        return plan.changed() && detailed.given() ? ExitCode.DIFFERENT : ExitCode.DONE;
    }
}
