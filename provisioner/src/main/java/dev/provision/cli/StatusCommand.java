package dev.provision.cli;

import dev.provision.aws.Together;
import dev.provision.config.Environment;
import dev.provision.cost.CostModel;
import dev.provision.cost.MonthlyCost;
import dev.provision.cost.PriceFile;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.RunResult;
import dev.provision.graph.ServiceLimits;
import dev.provision.report.Report;
import dev.provision.stack.BesideRoutes;
import dev.provision.stack.Stack;
import dev.provision.stack.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** {@code provision status}. */
final class StatusCommand extends ReportingCommand {
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

    private final Flag watch = Flag.of("Show it again every three seconds, until Ctrl-C.", "-w", "--watch");

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    CommandSpec described() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("status");
        spec.usageMessage()
                .description("Show routes and their health, metrics of the last hour, alarms, drift, cost.")
                .footer("Exit code 0: all is healthy; 1: something is not, or there is nothing.");
        return spec.addOption(watch.option());
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        ExitCode code = once(environment, report);
        while (watch.given()) {
            pause();
            if (surroundings().terminal().interactive()) {
                report.line(CLEAR);
            }
            code = once(environment, report);
        }
        return code;
    }

    private void pause() {
        try {
            surroundings().sleeper().sleep(PAUSE);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new Interrupted("stopped watching");
        }
    }

    private ExitCode once(Environment environment, Report report) {
        Optional<LocalClouds> gone =
                LocalClouds.of(environment, surroundings(), report).filter(cloud -> !cloud.running());
        if (gone.isPresent()) {
            StatusView.nothing(environment, gone.get().absence(), report);
            return ExitCode.FAILED;
        }
        Instant now = surroundings().clock().instant();
        Supplier<Optional<MonthlyCost>> idle = Together.begin(() -> idleCost(environment));
        Stack fresh = Runners.fresh(environment, surroundings(), report).looking();
        Supplier<BesideRoutes> beside = Together.begin(fresh::besideRoutes);
        // A new version that waits to be released is no drift.
        Stack stack = fresh.held(now);
        Supplier<StatusReport> asked = Together.begin(() -> stack.status(now, beside));
        GraphRunner runner = runner(stack);
        RunResult result = runner.status();
        refuseWithoutCredentials(result);
        if (StatusView.nothingExists(result)) {
            StatusView.nothing(environment, "nothing of it exists", report);
            return ExitCode.FAILED;
        }
        StatusView view = new StatusView(
                environment, now, asked.get(), result, stack.alarmMail(), runner.differences(), idle.get());
        view.show(report, surroundings().terminal());
        stack.states().running().ifPresent(shift -> report.line("  " + shift.words()));
        return view.healthy() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Optional<MonthlyCost> idleCost(Environment environment) {
        return CostModel.of(new PriceFile(target().folder(surroundings())).read(), environment)
                .map(model -> model.monthly(environment));
    }

    private GraphRunner runner(Stack stack) {
        return new GraphRunner(
                stack.graph(),
                surroundings().clock(),
                surroundings().sleeper(),
                ServiceLimits.ofTen(),
                EventSink.none());
    }

    /** Then nothing at all can be said; anything else that fails is one trouble among the rest. */
    private static void refuseWithoutCredentials(RunResult result) {
        if (result.failures().stream().anyMatch(CredentialsMissing.class::isInstance)) {
            var _ = result.orThrow();
        }
    }
}
