package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.release.ReleaseRecord;
import dev.provision.release.SlotMark;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.report.Table;
import dev.provision.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "releases", description = "List the releases that are remembered, and which of them serves.")
final class ReleasesCommand extends ReportingCommand {
    private static final int SHORT_DIGEST = "sha256:".length() + 12;
    private static final int SHORT_COMMIT = 12;

    @Mixin
    private TargetOptions target = new TargetOptions();

    ReleasesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
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
        if (all.isEmpty()) {
            report.line("nothing has been released to " + environment.prefix() + " yet");
        } else {
            report.table(new Table(
                    List.of("release", "when", "outcome", "serves", "routes", "image", "commit", "by"),
                    all.stream().map(record -> row(record, serving)).toList()));
            all.stream()
                    .filter(record -> !record.reason().isEmpty())
                    .forEach(record -> report.line("  " + record.number() + ": " + record.reason()));
        }
        report.document(Fields.of(
                "environment",
                environment.env(),
                "releases",
                all.stream().map(record -> document(record, serving)).toList()));
        return ExitCode.DONE;
    }

    private static List<String> row(ReleaseRecord record, Set<Integer> serving) {
        return List.of(
                String.valueOf(record.number()),
                record.at().toString(),
                record.outcome().word(),
                serving.contains(record.number()) ? "yes" : "",
                record.routes().stream()
                        .map(route ->
                                route.container() + " on " + route.compute().word())
                        .collect(Collectors.joining(", ")),
                cut(images(record).stream().findFirst().orElse(""), SHORT_DIGEST),
                cut(record.commit(), SHORT_COMMIT) + (record.commit().endsWith("-dirty") ? "-dirty" : ""),
                record.by());
    }

    private static List<String> images(ReleaseRecord record) {
        return record.routes().stream()
                .map(ReleaseRecord.Route::image)
                .filter(image -> !image.isEmpty())
                .distinct()
                .toList();
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    private static Map<String, Object> document(ReleaseRecord record, Set<Integer> serving) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("release", record.number());
        document.put("at", record.at().toString());
        document.put("by", record.by());
        document.put("commit", record.commit());
        document.put("outcome", record.outcome().word());
        document.put("reason", record.reason());
        document.put("serves", serving.contains(record.number()));
        List<Map<String, Object>> routes = new ArrayList<>();
        record.routes()
                .forEach(route -> routes.add(Fields.of(
                        "container", route.container(),
                        "compute", route.compute().word(),
                        "image", route.image(),
                        "runs", route.runs())));
        document.put("routes", routes);
        return document;
    }
}
