package dev.provision.report;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.ProvisionException.RunFailed;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** How a failure is put to people: what and why, the evidence, the next thing to do. */
final class FailureLines {
    private static final int MOST_EVIDENCE = 20;

    private FailureLines() {}

    static List<String> of(ProvisionException failure) {
        List<String> lines = new ArrayList<>();
        switch (failure) {
            case ConfigInvalid invalid -> lines.addAll(invalid.problems());
            case RunFailed several -> lines.addAll(together(several.failures()));
            case ProvisionException other -> lines.addAll(reason(other));
        }
        lines.addAll(next(failure.remedy()));
        return lines;
    }

    /** What is to be done about several is said once, after the last of them. */
    private static List<String> together(List<ProvisionException> failures) {
        Map<String, List<ProvisionException>> byRemedy = failures.stream()
                .collect(Collectors.groupingBy(
                        ProvisionException::remedy, LinkedHashMap::new, Collectors.toUnmodifiableList()));
        List<String> lines = new ArrayList<>();
        byRemedy.forEach((remedy, some) -> {
            some.forEach(one -> lines.addAll(reason(one)));
            lines.addAll(next(remedy));
        });
        return lines;
    }

    private static List<String> reason(ProvisionException failure) {
        List<String> lines = new ArrayList<>();
        lines.add("error: " + failure.getMessage());
        String evidence = failure instanceof StepFailed step
                ? step.evidence()
                : failure instanceof ReleaseRolledBack release ? release.evidence() : "";
        lines.addAll(evidence(evidence.lines().toList()));
        return lines;
    }

    private static List<String> next(String remedy) {
        return remedy.isEmpty() ? List.of() : List.of("  next: " + remedy);
    }

    /** The end of it: what a program says last is why it failed. */
    private static List<String> evidence(List<String> all) {
        List<String> lines = new ArrayList<>();
        int left = all.size() - MOST_EVIDENCE;
        if (left > 0) {
            lines.add("  | (" + left + " lines before)");
        }
        all.stream().skip(Math.max(0, left)).forEach(line -> lines.add("  | " + line));
        return lines;
    }

    static List<String> bug(Throwable bug, boolean trace) {
        if (!trace) {
            return List.of(
                    "internal error: "
                            + Objects.requireNonNullElse(
                                    bug.getMessage(), bug.getClass().getName()),
                    "  next: run it again with --debug for the stack trace");
        }
        // With --debug only, into the report's own lines.
        StringWriter text = new StringWriter();
        bug.printStackTrace(new PrintWriter(text, true));
        return text.toString().lines().toList();
    }
}
