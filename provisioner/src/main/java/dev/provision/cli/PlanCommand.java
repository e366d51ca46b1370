package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.CostModel;
import dev.provision.cost.Money;
import dev.provision.cost.PriceBook;
import dev.provision.cost.PriceFile;
import dev.provision.graph.RunResult;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.math.BigDecimal;
import java.util.Map;
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
        cost(environment, report);
        report.line(result.changed() ? "run up to apply this" : "no changes");
        return ExitCode.DONE;
    }

    /** What it would cost then; nothing where the price book does not have the region. */
    private void cost(Environment environment, Report report) {
        PriceBook book = new PriceFile(target.folder(surroundings())).read();
        CostModel.of(book, environment).ifPresent(model -> {
            BigDecimal monthly = model.monthly(environment).total();
            report.line("costs " + Money.dollars(monthly) + " a month then, without requests (provision cost)");
            report.document(
                    Map.of("event", "cost", "monthly", Money.cents(monthly).doubleValue()));
        });
    }
}
