package dev.provision.cli;

import dev.provision.aws.ssm.EnvironmentLock;
import dev.provision.aws.ssm.Held;
import dev.provision.config.Environment;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

@Command(
        name = "unlock",
        description = "Show who holds the lock of an environment and, after asking, remove it.",
        footer = "A command that still runs notices that its lock is gone within 15 s, and stops.")
final class UnlockCommand extends ReportingCommand {
    private final Consent consent = new Consent();

    UnlockCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    CommandSpec described() {
        CommandSpec spec = super.described();
        consent.addTo(spec);
        return spec;
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        EnvironmentLock lock = Runners.fresh(environment, surroundings(), report)
                .lock(surroundings().clock(), surroundings().sleeper());
        Optional<Held> held = lock.held();
        if (held.isEmpty()) {
            report.line(environment.prefix() + " is not locked");
            report.document(Fields.of("event", "unlock", "locked", false));
            return ExitCode.DONE;
        }
        String words = held.get().words(surroundings().clock().instant());
        report.line(environment.prefix() + " is locked by " + words);
        if (!consent.given(surroundings(), report, "unlock asks before it removes the lock", "Remove the lock?")) {
            report.line("the lock was not removed");
            return ExitCode.FAILED;
        }
        lock.remove();
        report.line("the lock is removed");
        report.document(Fields.of("event", "unlock", "locked", true, "holder", words, "removed", true));
        return ExitCode.DONE;
    }
}
