package dev.provision.image;

import dev.provision.graph.ProvisionException.StepFailed;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The commit that a folder is at. */
public final class Revision {
    private Revision() {}

    /** The commit's full hash, with {@code -dirty} behind it if files were changed since; empty where git knows none. */
    public static Optional<String> of(Path folder) {
        List<String> command = List.of(
                "git", "-C", folder.toString(), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*");
        try {
            return Optional.of(Command.run("git", command).strip()).filter(r -> r.matches("[0-9a-f]{40}(-dirty)?"));
        } catch (StepFailed | UncheckedIOException notUnderGit) {
            // a folder without git, or a machine without it, is no reason not to deploy
            return Optional.empty();
        }
    }
}
