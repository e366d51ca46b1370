package dev.provision.cli;

import dev.provision.aws.doctor.Finding;
import dev.provision.aws.doctor.Finding.Grade;
import dev.provision.graph.ProvisionException.QuotaReached;
import dev.provision.report.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What checks found, as it is told.
 *
 * @param places where a key of the configuration is written
 */
record Examination(List<Finding> findings, Function<String, Optional<String>> places) {
    Examination {
        findings = List.copyOf(findings);
    }

    /** A line for each. */
    List<String> lines() {
        return findings.stream()
                .map(finding -> switch (finding.grade()) {
                    case GOOD -> "ok   " + finding.check() + ": " + finding.detail();
                    case NOTE -> "note " + words(finding);
                    case BAD -> "BAD  " + words(finding);
                })
                .toList();
    }

    /** Those of what is worth knowing, and stands in nobody's way. */
    List<String> notes() {
        return of(Grade.NOTE);
    }

    private List<String> of(Grade grade) {
        return findings.stream()
                .filter(finding -> finding.grade() == grade)
                .map(this::words)
                .toList();
    }

    private String words(Finding finding) {
        return finding.check() + ": " + finding.detail()
                + finding.key()
                        .map(key -> " ["
                                + places.apply(key).map(place -> place + " ").orElse("") + key + "]")
                        .orElse("");
    }

    boolean good() {
        return findings.stream().noneMatch(finding -> finding.grade() == Grade.BAD);
    }

    /** As JSON has them. */
    List<Map<String, Object>> documents() {
        return findings.stream()
                .map(finding -> {
                    Map<String, Object> document = Fields.of(
                            "check",
                            finding.check(),
                            "good",
                            finding.grade() != Grade.BAD,
                            "note",
                            finding.grade() == Grade.NOTE,
                            "detail",
                            finding.detail());
                    finding.key().ifPresent(key -> document.put("key", key));
                    finding.key().flatMap(places).ifPresent(place -> document.put("place", place));
                    return document;
                })
                .toList();
    }

    /**
     * For what is about to make an environment.
     *
     * @throws QuotaReached naming everything that stands in its way
     */
    void orThrow(String prefix, String env) {
        if (!good()) {
            throw new QuotaReached(
                    "nothing was made, for this stands in the way of " + prefix + ":"
                            + of(Grade.BAD).stream()
                                    .map(problem -> System.lineSeparator() + "  " + problem)
                                    .collect(Collectors.joining()),
                    "mend that, then run up again; provision doctor --env " + env + " looks again",
                    null);
        }
    }
}
