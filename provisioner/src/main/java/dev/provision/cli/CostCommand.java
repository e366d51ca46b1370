package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.Comparison;
import dev.provision.cost.CostModel;
import dev.provision.cost.CostPage;
import dev.provision.cost.MonthlyCost;
import dev.provision.cost.PriceFile;
import dev.provision.cost.Prices;
import dev.provision.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cost",
        description = "Show what an environment costs a month, and whether Lambda or Fargate is cheaper for its load.",
        footer = "Without --actual, nothing is asked of AWS. docs/cost.md explains the model.")
final class CostCommand extends ReportingCommand {
    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--compare", description = "Compare Lambda and Fargate: break-even, table, chart, cheapest size.")
    private boolean compare;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the same tables and a chart.")
    private Optional<Path> html = Optional.empty();

    CostCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        Prices prices = new PriceFile(target().folder(surroundings())).read().of(environment.region());
        CostModel model = new CostModel(prices, options.assumptions(environment));
        Optional<ActualLoad> actual = options.actual().map(span -> actual(environment, span, report));
        MonthlyCost cost = model.monthly(
                environment,
                actual.map(ActualLoad::loads).orElseGet(() -> options.loads(environment)),
                actual.map(ActualLoad::tasks).orElseGet(() -> options.tasks(environment)));
        Comparison comparison =
                Comparison.of(model, environment, actual.map(ActualLoad::total).orElseGet(options::total));
        actual.ifPresent(had -> had.words().forEach(report::line));
        CostView view = new CostView(environment, prices, cost, comparison);
        view.show(report, compare, surroundings().terminal());
        html.ifPresent(file -> {
            new PageFile(file)
                    .write(new CostPage("What " + environment.prefix() + " costs", cost, comparison, view.source())
                            .html());
            report.line("written: " + file);
        });
        return ExitCode.DONE;
    }

    private ActualLoad actual(Environment environment, Duration span, Report report) {
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        return new ActualLoad(
                span,
                Runners.fresh(environment, surroundings(), report)
                        .traffic(surroundings().clock().instant(), span));
    }
}
