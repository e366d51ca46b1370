package dev.provision.cli;

import dev.provision.aws.Together;
import dev.provision.aws.doctor.Finding;
import dev.provision.aws.ssm.AppliedStore.Kept;
import dev.provision.aws.ssm.Lease;
import dev.provision.config.Environment;
import dev.provision.config.Release;
import dev.provision.cost.PriceFile;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.report.Report;
import dev.provision.report.Summary;
import dev.provision.stack.Endpoint;
import dev.provision.stack.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code provision up}. */
final class UpCommand extends ReportingCommand {
    private final Consent consent = new Consent();
    private final LockOptions locking = new LockOptions();
    private final Valued<StrategyChoice> strategy = new Valued<>(OptionSpec.builder("--strategy")
            .paramLabel("STRATEGY")
            .type(StrategyChoice.class)
            .description("${COMPLETION-CANDIDATES}: how requests move to a new version, instead of what is configured.")
            .build());

    /** The values of {@code --strategy}. */
    enum StrategyChoice {
        allAtOnce(Release.Strategy.ALL_AT_ONCE),
        linear(Release.Strategy.LINEAR),
        canary(Release.Strategy.CANARY);

        private final Release.Strategy strategy;

        StrategyChoice(Release.Strategy strategy) {
            this.strategy = strategy;
        }
    }

    UpCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    CommandSpec described() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("up");
        spec.usageMessage()
                .description(
                        "Build, push and converge an environment, until it serves; a new version takes over step by step.")
                .footer(
                        "Shows the plan first, and asks before anything is replaced or removed.",
                        "Exit code 3: the new version was given up, and the old one serves.");
        consent.addTo(spec);
        locking.addTo(spec);
        return spec.addOption(strategy.option());
    }

    @Override
    ExitCode run(Report report) {
        Environment configured = target().environment(surroundings());
        Environment environment =
                strategy.value().map(choice -> configured.with(choice.strategy)).orElse(configured);
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::startUnlessRunning);
        Stack stack = Runners.fresh(environment, surroundings(), report);
        Optional<Deployment.Done> asItIs = asItIs(environment, stack.looking(), report);
        asItIs.ifPresent(done -> summary(environment, done, report));
        return asItIs.isPresent()
                ? ExitCode.DONE
                : locking.exclusively(
                        stack,
                        "up --env " + environment.env(),
                        surroundings(),
                        report,
                        lease -> up(environment, stack, lease, report));
    }

    /** Nothing to do needs no lock and no right to write. Where there is something, it is looked at again under the lock. */
    private Optional<Deployment.Done> asItIs(Environment environment, Stack stack, Report report) {
        try {
            Supplier<Kept> applied = Together.begin(() -> stack.applied().read());
            Stack current = stack.current(surroundings().clock().instant());
            if (current.states().balancer().isEmpty() || stack.lockHolder().isPresent()) {
                return Optional.empty();
            }
            return Planned.of(environment, current, applied, surroundings(), report)
                    .asItIs();
        } catch (Interrupted stopped) {
            throw stopped;
        } catch (ProvisionException unclear) {
            // Another command may be changing what was looked at. If not, the same is met under the lock, and told.
            return Optional.empty();
        }
    }

    private ExitCode up(Environment environment, Stack stack, Lease lease, Report report) {
        Supplier<Kept> applied = Together.begin(() -> stack.applied().read());
        Instant now = surroundings().clock().instant();
        Stack current = stack.current(now);
        boolean first = current.states().balancer().isEmpty();
        if (first) {
            examine(current.doctor(now).beforehand(), environment, report);
        }
        Planned planned = Planned.of(environment, current, applied, surroundings(), report);
        PlannedCost cost = new PlannedCost(new PriceFile(target().folder(surroundings())), environment);
        if (planned.view().changed()) {
            report.plan(planned.view());
            cost.tell(planned.monthlyBefore(), report);
            if (!first) {
                examine(current.doctor(now).beforeChange(), environment, report);
            }
        }
        if (planned.view().destructive()
                && !consent.given(
                        surroundings(), report, "up asks before it replaces or removes something", "Go on?")) {
            report.line("nothing was changed");
            return ExitCode.FAILED;
        }
        Deployment.Done done = planned.carryOut(surroundings(), report, lease, cost::monthly);
        summary(environment, done, report);
        return ExitCode.DONE;
    }

    private static void summary(Environment environment, Deployment.Done done, Report report) {
        report.summary(new Summary(
                environment.prefix(),
                done.stack().endpoints().stream().map(Endpoint::url).toList(),
                done.result()));
    }

    private void examine(List<Finding> findings, Environment environment, Report report) {
        Examination examination = target().examined(findings, surroundings());
        examination.orThrow(environment.prefix(), environment.env());
        examination.notes().forEach(note -> report.line("note: " + note));
    }
}
