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
            List.of(List.of("status"), List.of("status", "--output", "json"), List.of("status", "--help"));

    private RehearsedLook() {}

    /** @param args the folder that the rehearsal works in */
    public static void main(String[] args) {
        Rehearsal.execute(COMMANDS, Rehearsal.silent(Path.of(args[0]), Optional.empty()));
    }
}
