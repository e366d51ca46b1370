package dev.provision.image;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments of {@code java}, kept in a file of the image. They are the same when an archive is made and when it is
 * used, and relative to the application's folder, so that an unpacked image runs wherever it lies. The application comes last
 * on the class path, because an AOT cache of what is before it holds whatever comes after.
 */
final class LaunchArguments {
    static final String FILE = "app.args";

    private LaunchArguments() {}

    /** The text of the file, in the syntax of java's {@code @argfiles}. */
    static String text(JvmFlags jvm, ModuleOutput output) {
        return argfile(jvm, LibrariesJar.NAME + ":" + output.application().name(), List.of(output.mainClass()));
    }

    /** The same for a run that records the libraries, with the application outside of the class path. */
    static String training(JvmFlags jvm, ModuleOutput output) {
        return argfile(
                jvm,
                LibrariesJar.NAME,
                List.of(ApplicationOutside.class.getName(), output.application().name(), output.mainClass()));
    }

    /** What follows {@code java} on the command line. */
    static List<String> command(Stage stage) {
        if (stage.applicationArchive().isPresent()) {
            return List.of("-XX:SharedArchiveFile=" + Stage.AOT_CACHE + ":" + Stage.APPLICATION_ARCHIVE, "@" + FILE);
        }
        return stage.aotCache().isPresent()
                ? List.of("-XX:AOTCache=" + Stage.AOT_CACHE, "@" + FILE)
                : List.of("@" + FILE);
    }

    private static String argfile(JvmFlags jvm, String classPath, List<String> main) {
        return Stream.of(jvm.options(), List.of("-cp", classPath), main)
                        .flatMap(List::stream)
                        .map(LaunchArguments::quoted)
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String quoted(String argument) {
        return argument.chars()
                        .noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\'' || c == '#' || c == '\\')
                ? argument
                : '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
