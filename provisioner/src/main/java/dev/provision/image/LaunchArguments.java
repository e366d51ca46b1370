package dev.provision.image;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments of {@code java}, kept in a file of the image. They are the same when the AOT cache is made and when it is
 * used, and relative to the application's folder, so that an unpacked image runs wherever it lies. The class path names
 * every jar, because the order of a wildcard is not specified and an AOT cache holds for one order only.
 */
final class LaunchArguments {
    static final String FILE = "app.args";

    private LaunchArguments() {}

    /** The text of the file, in the syntax of java's {@code @argfiles}. */
    static String text(JvmFlags jvm, ModuleOutput output) {
        String classPath = Stream.concat(Stream.of(output.application()), output.libraries().stream())
                .map(ModuleOutput.BuiltFile::name)
                .collect(Collectors.joining(":"));
        return Stream.concat(jvm.options().stream(), Stream.of("-cp", classPath, output.mainClass()))
                        .map(LaunchArguments::quoted)
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    /** What follows {@code java} on the command line. */
    static List<String> command(boolean aotCache) {
        return aotCache ? List.of("-XX:AOTCache=" + Stage.AOT_CACHE, "@" + FILE) : List.of("@" + FILE);
    }

    private static String quoted(String argument) {
        return argument.chars()
                        .noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\'' || c == '#' || c == '\\')
                ? argument
                : '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
