package dev.provision.cli;

import dev.provision.config.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command line says that nobody knows, and what was probably meant. */
final class Mistyped {
    /** What other tools call it. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "apply",
            "up",
            "deploy",
            "up",
            "destroy",
            "teardown",
            "down",
            "teardown",
            "remove",
            "teardown",
            "info",
            "status",
            "diff",
            "plan");

    private Mistyped() {}

    /** What is wrong with a command line, a line for each mistake. */
    static String message(ParameterException wrong) {
        List<String> unknown =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getUnmatched() : List.of();
        CommandLine command = wrong.getCommandLine();
        if (String.valueOf(wrong.getMessage()).startsWith("Unknown subcommand")) {
            // As picocli's help command has it.
            return command(command, wrong.getValue());
        }
        if (unknown.isEmpty()) {
            return String.valueOf(wrong.getMessage());
        }
        if (option(unknown.getFirst())) {
            return unknown.stream()
                    .filter(Mistyped::option)
                    .map(word -> option(command, word))
                    .collect(Collectors.joining(System.lineSeparator()));
        }
        return command.getSubcommands().isEmpty()
                ? String.valueOf(wrong.getMessage())
                : command(command, unknown.getFirst());
    }

    private static boolean option(String word) {
        return word.startsWith("-");
    }

    private static String command(CommandLine command, String word) {
        return "Unknown command '" + word + "'"
                + Optional.ofNullable(ELSEWHERE.get(word))
                        .filter(command.getSubcommands()::containsKey)
                        .map(Nearest::hint)
                        .orElseGet(() ->
                                Nearest.hint(word, command.getSubcommands().keySet()));
    }

    private static String option(CommandLine command, String word) {
        String name = word.split("=", 2)[0];
        boolean later = command.getSubcommands().values().stream()
                .anyMatch(below -> below.getCommandSpec().optionsMap().containsKey(name));
        return "Unknown option '" + name + "'"
                + (later ? "; options stand behind the command" : Nearest.hint(name, longOptions(command)));
    }

    private static List<String> longOptions(CommandLine command) {
        return command.getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--"))
                .toList();
    }
}
