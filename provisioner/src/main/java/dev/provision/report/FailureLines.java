package dev.provision.report;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.graph.ProvisionException.RunFailed;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How a failure is put to people: what and why, the evidence, the next thing to do. */
final class FailureLines {
    private static final int MOST_EVIDENCE = 20;

    private FailureLines() {}

    static List<String> of(ProvisionException failure) {
        List<String> lines = new ArrayList<>();
        switch (failure) {
            case ConfigInvalid invalid -> lines.addAll(invalid.problems());
            case RunFailed several -> several.failures().forEach(one -> lines.addAll(of(one)));
            case StepFailed step -> {
                lines.add("error: " + step.getMessage());
                lines.addAll(evidence(step.evidence().lines().toList()));
            }
            case ReleaseRolledBack release -> {
                lines.add("error: " + release.getMessage());
                lines.addAll(evidence(release.evidence().lines().toList()));
            }
            case ProvisionException other -> lines.add("error: " + other.getMessage());
        }
        if (!failure.remedy().isEmpty()) {
            lines.add("  next: " + failure.remedy());
        }
        return lines;
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
