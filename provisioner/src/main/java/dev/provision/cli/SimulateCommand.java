package dev.provision.cli;

import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.cost.Assumptions;
import dev.provision.cost.CostModel;
import dev.provision.cost.PriceFile;
import dev.provision.report.Report;
import dev.provision.simulate.Behaviour;
import dev.provision.simulate.Load;
import dev.provision.simulate.Simulation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "simulate",
        description = "Simulate an environment under a load, second by second: scaling, latency, errors, cost.",
        footer = "Runs nothing and asks nothing of AWS. The load is shared evenly by the routes.")
final class SimulateCommand extends ReportingCommand {
    @Mixin
    private SimulateOptions options = new SimulateOptions();

    SimulateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        Load load = options.load();
        Behaviour behaviour = options.behaviour();
        List<Container> containers = environment.containers();
        List<Simulation.Result> results = IntStream.range(0, containers.size())
                .mapToObj(i -> new Simulation(containers.get(i), behaviour, load.part(i, containers.size())).run())
                .toList();
        Optional<CostModel> prices = new PriceFile(target().folder(surroundings()))
                .read()
                .find(environment.region())
                .map(found ->
                        new CostModel(found, Assumptions.of(environment.image().architecture())));
        new SimulateView(environment.prefix() + ": " + options.words(), load.seconds(), results, prices)
                .show(report, surroundings().terminal());
        return ExitCode.DONE;
    }
}
