package dev.provision.image;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Maven build left in a module's {@code target} folder.
 *
 * @param module the module's folder
 * @param application its jar
 * @param libraries the jars it needs, of {@code target/libs} and named in its manifest, by name
 * @param mainClass from the jar's manifest
 * @param excludedModules modules of Java that the jars refer to and that the application does not need, from the lines of
 *     {@value #EXCLUDED_MODULES} in the jar
 * @param lesson how the jar wants its training run to be
 * @param extras files of {@code src/main/image}, which go into the image beside the jar, by path
 */
record ModuleOutput(
        Path module,
        BuiltFile application,
        List<BuiltFile> libraries,
        String mainClass,
        List<String> excludedModules,
        Lesson lesson,
        List<BuiltFile> extras) {
    static final String EXCLUDED_MODULES = "META-INF/provision/excluded-modules";

    ModuleOutput {
        libraries = List.copyOf(libraries);
        excludedModules = List.copyOf(excludedModules);
        extras = List.copyOf(extras);
    }

    /**
     * A file that goes into the image.
     *
     * @param name its path in the image, relative to the application's folder
     * @param path where it is now
     * @param sha256 of its content
     */
    record BuiltFile(String name, Path path, String sha256) {
        static BuiltFile of(String name, Path path) {
            return new BuiltFile(name, path, Fingerprint.of(path));
        }
    }

    /** The module's name, which is its folder's. */
    String title() {
        return module.getFileName().toString();
    }

    /** The libraries, as {@code name=sha256}, in the order of the class path. */
    List<String> libraryFingerprints() {
        return libraries.stream().map(file -> file.name() + "=" + file.sha256()).toList();
    }

    /** All files, as {@code name=sha256}, in the order of the class path. */
    List<String> fingerprints() {
        return Stream.concat(Stream.of(application), Stream.concat(libraries.stream(), extras.stream()))
                .map(file -> file.name() + "=" + file.sha256())
                .toList();
    }

    /**
     * Reads a module's build output.
     *
     * @throws ConfigInvalid if the folder is no module, was not built, or was changed since
     */
    static ModuleOutput of(Path module) {
        try {
            return read(module);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModuleOutput read(Path module) throws IOException {
        String build = buildCommand(module);
        if (!Files.isDirectory(module)) {
            throw new ConfigInvalid(
                    List.of("src: " + module + " is not a folder"), "set src to the folder of the module to deploy");
        }
        Path target = module.resolve("target");
        List<Candidate> candidates = candidates(target);
        if (candidates.isEmpty()) {
            throw new ConfigInvalid(
                    List.of("src: " + target + " holds no jar with a Main-Class: the module is not built"), build);
        }
        Candidate chosen = candidates.stream()
                .filter(c -> c.file().getFileName().toString().equals(module.getFileName() + ".jar"))
                .findFirst()
                .orElse(candidates.getFirst());
        refuseStale(module, chosen.file(), build);
        Path libs = target.resolve("libs");
        List<BuiltFile> libraries = new ArrayList<>();
        for (Path jar : used(list(libs, ".jar"), chosen.classPath())) {
            libraries.add(BuiltFile.of("libs/" + jar.getFileName(), jar));
        }
        if (libraries.isEmpty() && !chosen.classPath().isEmpty()) {
            throw new ConfigInvalid(List.of("src: " + libs + " holds no jars: the module is only half built"), build);
        }
        BuiltFile application = BuiltFile.of(chosen.file().getFileName().toString(), chosen.file());
        return new ModuleOutput(
                module,
                application,
                libraries,
                chosen.mainClass(),
                chosen.excludedModules(),
                chosen.lesson(),
                extras(module.resolve("src/main/image")));
    }

    /**
     * The jars that the application's manifest names; the folder may hold others, of earlier builds with other dependencies.
     * All of them where it names some that are not there, under the names of snapshots for example.
     */
    private static List<Path> used(List<Path> jars, Set<String> classPath) {
        List<Path> named = jars.stream()
                .filter(jar -> classPath.contains(jar.getFileName().toString()))
                .toList();
        return named.size() == classPath.size() ? named : jars;
    }

    /** @param classPath names of the jars in the manifest's Class-Path */
    private record Candidate(
            Path file, String mainClass, Set<String> classPath, List<String> excludedModules, Lesson lesson) {}

    private static Set<String> names(Optional<String> classPath) {
        return classPath.stream()
                .flatMap(text -> Stream.of(text.strip().split("\\s+")))
                .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
                .filter(name -> name.endsWith(".jar"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Candidate> candidates(Path target) throws IOException {
        List<Candidate> found = new ArrayList<>();
        for (Path file : list(target, ".jar")) {
            try (JarFile jar = new JarFile(file.toFile())) {
                Optional<Attributes> attributes =
                        Optional.ofNullable(jar.getManifest()).map(Manifest::getMainAttributes);
                Optional<String> mainClass = attributes.map(a -> a.getValue(Attributes.Name.MAIN_CLASS));
                if (mainClass.isPresent()) {
                    Set<String> classPath = names(attributes.map(a -> a.getValue(Attributes.Name.CLASS_PATH)));
                    found.add(new Candidate(
                            file, mainClass.get(), classPath, JarLines.of(jar, EXCLUDED_MODULES), Lesson.of(jar)));
                }
            }
        }
        return found;
    }

    /** A jar older than a source file does not hold what its reader sees. */
    private static void refuseStale(Path module, Path jar, String build) throws IOException {
        Path sources = module.resolve("src/main");
        if (!Files.isDirectory(sources)) {
            return;
        }
        FileTime built = Files.getLastModifiedTime(jar);
        try (Stream<Path> files = Files.walk(sources)) {
            Optional<Path> newer = files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(sources.resolve("image")))
                    .filter(file -> modified(file).compareTo(built) > 0)
                    .max(Comparator.comparing(ModuleOutput::modified));
            if (newer.isPresent()) {
                throw new ConfigInvalid(
                        List.of("src: " + module.relativize(newer.get()) + " was changed after "
                                + module.relativize(jar) + " was built"),
                        build);
            }
        }
    }

    private static List<BuiltFile> extras(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> BuiltFile.of(folder.relativize(file).toString().replace('\\', '/'), file))
                    .toList();
        }
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String buildCommand(Path module) {
        Path parent = module.getParent();
        boolean inReactor = parent != null && Files.isRegularFile(parent.resolve("mvnw"));
        return inReactor ? "run ./mvnw -pl " + module.getFileName() + " -am package" : "run mvn package in " + module;
    }
}
