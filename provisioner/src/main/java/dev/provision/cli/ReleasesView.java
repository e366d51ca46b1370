package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.release.ReleaseRecord;
import dev.provision.report.Fields;
import dev.provision.report.Report;
import dev.provision.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The releases of an environment.
 *
 * @param all that are remembered, latest first
 * @param serving the numbers of those that routes serve
 */
record ReleasesView(Environment environment, List<ReleaseRecord> all, Set<Integer> serving) {
    private static final int SHORT_DIGEST = "sha256:".length() + 12;
    private static final int SHORT_COMMIT = 12;

    void show(Report report) {
        if (all.isEmpty()) {
            report.line("nothing has been released to " + environment.prefix() + " yet");
        } else {
            report.table(new Table(
                    List.of("release", "when", "outcome", "serves", "routes", "image", "commit", "by"),
                    all.stream().map(this::row).toList()));
            all.stream()
                    .filter(record -> !record.reason().isEmpty())
                    .forEach(record -> report.line("  " + record.number() + ": " + record.reason()));
        }
        report.document(Fields.of(
                "environment",
                environment.env(),
                "releases",
                all.stream().map(this::document).toList()));
    }

    private List<String> row(ReleaseRecord record) {
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

    private Map<String, Object> document(ReleaseRecord record) {
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
