package dev.provision.cli;

import dev.provision.graph.StepKey;
import picocli.CommandLine.Option;

/** What a teardown leaves alone because somebody may still want it. */
final class Keeping {
    @Option(names = "--keep-logs", description = "Keep the log groups.")
    private boolean logs;

    @Option(names = "--keep-images", description = "Keep the repository and its images.")
    private boolean images;

    /** Whether the resource of this step stays. */
    boolean keeps(StepKey key) {
        return (logs && key.kind().equals("log-group"))
                || (images && (key.kind().equals("image") || key.kind().equals("repository")));
    }

    /** Whether something that a sweep found stays. */
    boolean keeps(String found) {
        return (logs && found.startsWith("log group ")) || (images && found.startsWith("repository "));
    }
}
