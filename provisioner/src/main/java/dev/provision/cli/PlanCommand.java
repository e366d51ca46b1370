package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.CostModel;
import dev.provision.cost.Money;
import dev.provision.cost.PriceBook;
import dev.provision.cost.PriceFile;
import dev.provision.report.Fields;
import dev.provision.report.PlanView;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.math.BigDecimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = "Show what up would do, and what somebody else has changed since the last one; change nothing.",
        footer = "Exit code with --detailed-exitcode: 0, nothing to do; 5, there is something.")
final class PlanCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--detailed-exitcode", description = "End with exit code 5 where up would do something.")
    private boolean detailed;

    PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Stack stack = Runners.stack(environment, surroundings(), report);
        PlanView plan = Planned.of(environment, stack, surroundings(), report).view();
        report.plan(plan);
        cost(environment, report);
        if (plan.changed()) {
            report.line("run up to apply this");
        }
        return plan.changed() && detailed ? ExitCode.DIFFERENT : ExitCode.DONE;
    }

    /** What it would cost then; nothing where the price book does not have the region. */
    private void cost(Environment environment, Report report) {
        PriceBook book = new PriceFile(target.folder(surroundings())).read();
        CostModel.of(book, environment).ifPresent(model -> {
            BigDecimal monthly = model.monthly(environment).total();
            report.line("costs " + Money.dollars(monthly) + " a month then, without requests (provision cost)");
            report.document(
                    Fields.of("event", "cost", "monthly", Money.cents(monthly).doubleValue()));
        });
    }
}
