package dev.provision.cli;

import dev.provision.aws.ssm.Lease;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.release.ReleaseRecord.Outcome;
import dev.provision.release.Releases;
import dev.provision.release.Returning;
import dev.provision.release.Rollback;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description = "Go back to an earlier release: within the instant while its slot is warm, else as up releases.",
        footer = "Where a release is under way, or was left by a killed command, it is reverted.")
final class RollbackCommand extends ReportingCommand {
    private final LockOptions locking = new LockOptions();

    @Option(
            names = "--to",
            paramLabel = "RELEASE",
            description = "The number of the release; without it, what served before.")
    private int to;

    @Option(names = "--dry-run", description = "Say what would be done; change nothing.")
    private boolean dryRun;

    RollbackCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    CommandSpec described() {
        CommandSpec spec = super.described();
        locking.addTo(spec);
        return spec;
    }

    @Override
    ExitCode run(Report report) {
        if (to < 0) {
            throw new ConfigInvalid(
                    List.of("there is no release " + to), "provision releases lists those that there are");
        }
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Stack stack = Runners.fresh(environment, surroundings(), report);
        if (dryRun) {
            Stack held = held(stack);
            if (planned(held, report) instanceof Rollback.Return back && !new Returning(releases(held)).warm(back)) {
                startable(held, back);
            }
            return ExitCode.DONE;
        }
        return locking.exclusively(
                stack,
                "rollback --env " + environment.env(),
                surroundings(),
                report,
                lease -> rollback(stack, lease, report));
    }

    private Stack held(Stack stack) {
        return stack.held(surroundings().clock().instant());
    }

    private Rollback planned(Stack stack, Report report) {
        Rollback planned = Rollback.plan(
                stack.states(), releases(stack).history().all(), to > 0 ? OptionalInt.of(to) : OptionalInt.empty());
        switch (planned) {
            case Rollback.Revert revert -> {
                report.line("release " + revert.release() + " is under way; its requests go back");
                report.document(Fields.of("event", "rollback", "reverts", revert.release(), "dryRun", dryRun));
            }
            case Rollback.Return back -> {
                back.moves()
                        .forEach(move -> report.line(move.container() + ": from release " + back.from() + " to release "
                                + move.release() + " on "
                                + move.version().compute().word()
                                + (move.warm().isPresent() ? ", which is still warm" : ", which has to start again")));
                report.document(
                        Fields.of("event", "rollback", "from", back.from(), "warm", back.warm(), "dryRun", dryRun));
            }
        }
        return planned;
    }

    private Releases releases(Stack stack) {
        return stack.releases(surroundings().clock(), surroundings().home());
    }

    private ExitCode rollback(Stack stack, Lease lease, Report report) {
        Stack held = held(stack);
        Deployment deployment = new Deployment(surroundings(), report, lease);
        switch (planned(held, report)) {
            case Rollback.Revert _ -> releases(held).abandon(held.states(), Outcome.ROLLED_BACK, "reverted by hand");
            case Rollback.Return back -> {
                if (!new Returning(releases(held)).back(back, held.states())) {
                    stack.applied()
                            .forget(started(stack, held, back, deployment).removed());
                    report.line("rolled back");
                    return ExitCode.DONE;
                }
            }
        }
        report.line("rolled back");
        stack.applied().forget(deployment.settled(held(stack)).removed());
        return ExitCode.DONE;
    }

    private Deployment.Done started(Stack stack, Stack held, Rollback.Return back, Deployment deployment) {
        startable(held, back);
        Deployment.Done done =
                deployment.back(stack.again(back, surroundings().clock().instant()));
        new Returning(releases(held)).noted(back);
        return done;
    }

    /** @throws ConfigInvalid if something of that cannot be started again; nothing has been changed then */
    private void startable(Stack held, Rollback.Return back) {
        List<String> gone = back.moves().stream()
                .filter(move -> move.serving().kind() != move.version().compute())
                .map(move ->
                        move.container() + " ran on " + move.version().compute().word() + " in release "
                                + move.release() + ", and is not warm there any more")
                .toList();
        if (!gone.isEmpty()) {
            throw new ConfigInvalid(gone, "check its commit out and run up: the route moves back as it came");
        }
        List<String> deleted = new Returning(releases(held)).gone(back);
        if (!deleted.isEmpty()) {
            throw new ConfigInvalid(deleted, "check its commit out and run up");
        }
    }
}
