package dev.provision.cli;

import dev.provision.graph.ProvisionException;
import dev.provision.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A command that reports: what goes wrong becomes a message, what to do next, and an exit code. */
abstract class ReportingCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final OutputOptions output = new OutputOptions();
    private final TargetOptions target = new TargetOptions();

    ReportingCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    abstract ExitCode run(Report report);

    /** What picocli is to know of this command: with the options that all commands have. */
    final CommandSpec spec() {
        CommandSpec spec = described();
        output.addTo(spec);
        target.addTo(spec);
        return spec;
    }

    /** What its annotations say; commands that people wait for have none, see {@link Flag}. */
    CommandSpec described() {
        return CommandSpec.forAnnotatedObject(this);
    }

    final TargetOptions target() {
        return target;
    }

    final Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public final Integer call() {
        try (Report report = output.report(surroundings)) {
            return guarded(report).code();
        }
    }

    private ExitCode guarded(Report report) {
        try {
            return run(report);
        } catch (ProvisionException failure) {
            report.failure(failure);
            if (output.debug()) {
                report.bug(failure, true);
            }
            return ExitCode.of(failure);
        } catch (RuntimeException bug) {
            // The last place before the JVM: nobody gets a stack trace who did not ask for one.
            report.bug(bug, output.debug());
            return ExitCode.FAILED;
        }
    }
}
