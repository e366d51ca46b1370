package dev.provision.cli;

import dev.provision.aws.ssm.Lease;
import dev.provision.config.Environment;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.LeftBehind;
import dev.provision.graph.StepKey;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code provision teardown}. */
final class TeardownCommand extends ReportingCommand {
    private final Consent consent = new Consent();
    private final LockOptions locking = new LockOptions();
    private final Keeping keeping = new Keeping();
    private final Valued<String> name = new Valued<>(OptionSpec.builder("--name")
            .paramLabel("NAME")
            .type(String.class)
            .description(
                    "The service's name, where there is no configuration any more: what there is is found by its tags.")
            .build());
    private final Valued<String> region = new Valued<>(OptionSpec.builder("--region")
            .paramLabel("REGION")
            .type(String.class)
            .description("The region, with --name (default: $AWS_REGION).")
            .build());
    private final Valued<Integer> localPort = new Valued<>(OptionSpec.builder("--local-port")
            .paramLabel("PORT")
            .type(Integer.class)
            .description(
                    "The local cloud's port, with --name and --cloud local (default: that of the one that was started"
                            + " last and still runs, or 4566).")
            .build());

    TeardownCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    CommandSpec described() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("teardown");
        spec.usageMessage()
                .description("Delete an environment, and check that nothing is left.")
                .footer("Exit code 5: something is left, and is named.");
        consent.addTo(spec);
        locking.addTo(spec);
        keeping.addTo(spec);
        return spec.addOption(name.option()).addOption(region.option()).addOption(localPort.option());
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = name.value()
                .map(service -> target().unconfigured(service, region.value(), localPort.value(), surroundings()))
                .orElseGet(this::configured);
        Optional<LocalClouds> absent =
                LocalClouds.of(environment, surroundings(), report).filter(cloud -> !cloud.running());
        if (absent.isPresent()) {
            report.line("the local cloud is not running at " + absent.get().uri() + ", so " + environment.prefix()
                    + " does not exist");
            return swept(List.of(), report);
        }
        Stack stack = Runners.fresh(environment, surroundings(), report);
        return locking.exclusively(
                stack,
                "teardown --env " + environment.env(),
                surroundings(),
                report,
                lease -> teardown(environment, stack.covering(), lease, report));
    }

    /** Where the files are gone, or of no use, the environment can go all the same. */
    private Environment configured() {
        try {
            return target().environment(surroundings());
        } catch (ConfigInvalid unusable) {
            String without =
                    "without the files: provision teardown --env " + target().name() + " --name NAME --region REGION";
            throw new ConfigInvalid(
                    unusable.problems(), unusable.remedy().isEmpty() ? without : unusable.remedy() + "; or " + without);
        }
    }

    private ExitCode teardown(Environment environment, Stack stack, Lease lease, Report report) {
        GraphRunner runner = Runners.of(stack, surroundings(), report);
        lease.whenLost(runner::stop);
        List<StepKey> existing = Interrupts.stopping(runner::stop, surroundings(), runner::existing).stream()
                .filter(key -> !keeping.keeps(key))
                .toList();
        if (existing.isEmpty()) {
            report.line("nothing of " + environment.prefix() + " exists that is to go");
        } else if (agreed(environment, existing, report)) {
            Interrupts.stopping(runner::stop, surroundings(), () -> runner.teardown(keeping::keeps))
                    .orThrow();
        } else {
            report.line("nothing was deleted");
            return ExitCode.FAILED;
        }
        stack.applied().delete();
        return swept(stack.sweep(), report);
    }

    private boolean agreed(Environment environment, List<StepKey> existing, Report report) {
        report.line("these " + existing.size() + " resources of " + environment.prefix() + " will be deleted:");
        existing.forEach(key -> report.line("  " + key));
        return consent.given(
                surroundings(),
                report,
                "teardown asks before it deletes",
                "Delete them? Type the environment's name, " + environment.env() + ", to go on:",
                environment.env());
    }

    private ExitCode swept(List<String> found, Report report) {
        List<String> kept = found.stream().filter(keeping::keeps).toList();
        List<String> left = found.stream().filter(what -> !keeping.keeps(what)).toList();
        report.document(Fields.of("event", "swept", "left", left, "kept", kept));
        kept.forEach(what -> report.line("kept: " + what));
        if (!left.isEmpty()) {
            throw new LeftBehind(left, "run teardown again; what is still there then, delete by hand");
        }
        report.line("0 resources left" + (kept.isEmpty() ? "" : " but the " + kept.size() + " that are kept"));
        return ExitCode.DONE;
    }
}
