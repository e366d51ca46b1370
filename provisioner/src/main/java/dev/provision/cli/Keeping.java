package dev.provision.cli;

import dev.provision.graph.StepKey;
import picocli.CommandLine.Model.CommandSpec;

/** What a teardown leaves alone because somebody may still want it. */
final class Keeping {
    private final Flag logs = Flag.of("Keep the log groups.", "--keep-logs");
    private final Flag images = Flag.of("Keep the repository and its images.", "--keep-images");

    void addTo(CommandSpec command) {
        command.addOption(logs.option()).addOption(images.option());
    }

    /** Whether the resource of this step stays. */
    boolean keeps(StepKey key) {
        return (logs.given() && key.kind().equals("log-group"))
                || (images.given() && (key.kind().equals("image") || key.kind().equals("repository")));
    }

    /** Whether something that a sweep found stays. */
    boolean keeps(String found) {
        return (logs.given() && found.startsWith("log group ")) || (images.given() && found.startsWith("repository "));
    }
}
