package dev.provision.cli;

import dev.provision.graph.ProvisionException;
import dev.provision.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that reports: what goes wrong becomes a message, what to do next, and an exit code. */
abstract class ReportingCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private OutputOptions output = new OutputOptions();

    ReportingCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    abstract ExitCode run(Report report);

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
