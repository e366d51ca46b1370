package dev.provision.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The part of a {@link Rehearsal} that only looks, as a process of its own: its AOT cache has half the classes, all of which a
 * JVM loads when it starts.
 */
final class RehearsedLook {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("status", "--output", "json"), List.of("status", "--help"));

    private RehearsedLook() {}

    /** In the folder that the rehearsal works in, which {@link Main} learns as any project's. */
    public static void main(String[] args) {
        Path home = Path.of(System.getProperty("provision.home"));
        Rehearsal.execute(COMMANDS, Rehearsal.silent(home, Optional.empty()));
        // Once as people start it, for what finds out where it runs; its output goes to the log of the build.
        Main.main(new String[] {"status"});
    }
}
