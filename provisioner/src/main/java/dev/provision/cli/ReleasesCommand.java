package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.release.ReleaseRecord;
import dev.provision.release.SlotMark;
import dev.provision.report.Report;
import dev.provision.stack.Stack;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "releases", description = "List the releases that are remembered, and which of them serves.")
final class ReleasesCommand extends ReportingCommand {
    ReleasesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Stack stack = Runners.fresh(environment, surroundings(), report)
                .held(surroundings().clock().instant());
        List<ReleaseRecord> all = stack.releases(
                        surroundings().clock(), surroundings().home())
                .history()
                .all();
        Set<Integer> serving = stack.states().routes().stream()
                .flatMap(route -> route.serving().stream())
                .flatMap(slot -> slot.mark().stream())
                .map(SlotMark::release)
                .collect(Collectors.toSet());
        new ReleasesView(environment, all, serving).show(report);
        return ExitCode.DONE;
    }
}
