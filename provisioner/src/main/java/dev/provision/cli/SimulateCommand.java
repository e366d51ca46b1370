package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.cost.Assumptions;
import dev.provision.cost.CostModel;
import dev.provision.cost.PriceFile;
import dev.provision.report.Report;
import dev.provision.simulate.Behaviour;
import dev.provision.simulate.LoadCurve;
import dev.provision.simulate.Simulation;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "simulate",
        description = "Simulate an environment under a load, second by second: scaling, latency, errors, cost.",
        footer = "Runs nothing and asks nothing of AWS. The load is shared evenly by the routes.")
final class SimulateCommand extends ReportingCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SimulateOptions options = new SimulateOptions();

    SimulateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        LoadCurve each = options.load().times(1.0 / environment.containers().size());
        Behaviour behaviour = options.behaviour();
        List<Simulation.Result> results = environment.containers().stream()
                .map(container -> new Simulation(container, behaviour, each).run())
                .toList();
        Optional<CostModel> prices = new PriceFile(target.folder(surroundings()))
                .read()
                .find(environment.region())
                .map(found ->
                        new CostModel(found, Assumptions.of(environment.image().architecture())));
        new SimulateView(environment.prefix() + ": " + options.words(), each.seconds(), results, prices)
                .show(report, surroundings().terminal());
        return ExitCode.DONE;
    }
}
