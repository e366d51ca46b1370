package dev.provision.image;

import dev.provision.graph.ProvisionException.StepFailed;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a Java runtime that holds the modules an application needs and no more, from the JDK that runs this. */
final class JavaRuntime {
    /** Modules that are reached without a reference that jdeps could see: by reflection, as a service, by a diagnostic tool. */
    private static final Set<String> ALWAYS = Set.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "jdk.crypto.ec",
            "jdk.jfr",
            "jdk.unsupported");

    /**
     * Uncompressed: compressing inside the module file makes the tree smaller (49 instead of 71 MB) but the compressed
     * layer larger (28 instead of 23 MB), and every class slower to load.
     */
    private static final List<String> LINK_OPTIONS =
            List.of("--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-0");

    private final Host host;
    private final CacheFolder cache;

    JavaRuntime(Host host, CacheFolder cache) {
        this.host = host;
        this.cache = cache;
    }

    /** What decides the runtime's content, together with the jars. */
    String recipe() {
        return new Fingerprint()
                .add("jdk", host.release())
                .add("always", new TreeSet<>(ALWAYS))
                .add("options", LINK_OPTIONS)
                .hex();
    }

    /** A folder with {@code bin/java} in it. All of its files have the one modification time that they have in an image. */
    Path link(ModuleOutput output) {
        Set<String> modules = modules(output);
        String key = new Fingerprint()
                .add("recipe", recipe())
                .add("modules", modules)
                .hex()
                .substring(0, 20);
        return cache.get("runtimes", key, folder -> link(modules, folder.resolve("runtime")))
                .resolve("runtime");
    }

    private void link(Set<String> modules, Path target) throws IOException {
        List<String> command = new ArrayList<>(List.of(host.tool("jlink").toString()));
        command.addAll(LINK_OPTIONS);
        command.addAll(List.of("--add-modules", String.join(",", modules), "--output", target.toString()));
        Command.run("jlink", command);
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, Layers.MODIFIED);
            }
        }
    }

    private Set<String> modules(ModuleOutput output) {
        List<Path> libraries =
                output.libraries().stream().map(ModuleOutput.BuiltFile::path).toList();
        Path application = output.application().path();
        Set<String> modules = new TreeSet<>(ALWAYS);
        // Apart, because the libraries are many and the same in most builds.
        modules.addAll(needed(output.libraryFingerprints(), libraries, libraries));
        modules.addAll(needed(output.fingerprints(), List.of(application), libraries));
        output.excludedModules().forEach(modules::remove);
        return modules;
    }

    private Set<String> needed(List<String> fingerprints, List<Path> jars, List<Path> classPath) {
        if (jars.isEmpty()) {
            return Set.of();
        }
        String key = new Fingerprint()
                .add("recipe", recipe())
                .add("jars", fingerprints)
                .hex()
                .substring(0, 20);
        Path folder =
                cache.get("modules", key, made -> Files.writeString(made.resolve("modules"), jdeps(jars, classPath)));
        cache.prune("modules", 20);
        try {
            return Set.of(Files.readString(folder.resolve("modules")).strip().split(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not recursive: what the libraries need is looked at by itself. */
    private static String jdeps(List<Path> jars, List<Path> classPath) {
        ToolProvider jdeps = ToolProvider.findFirst("jdeps")
                .orElseThrow(() -> new IllegalStateException("a JDK with jlink has jdeps"));
        List<String> arguments = new ArrayList<>(List.of(
                "--ignore-missing-deps",
                "--print-module-deps",
                "--no-recursive",
                "--multi-release",
                String.valueOf(Runtime.version().feature())));
        if (!classPath.isEmpty()) {
            arguments.addAll(List.of(
                    "--class-path",
                    classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        }
        jars.forEach(jar -> arguments.add(jar.toString()));
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        if (jdeps.run(out, out, arguments.toArray(String[]::new)) != 0) {
            throw new StepFailed(Optional.empty(), "jdeps failed", printed.toString(), "", null);
        }
        // jdeps warns on the same stream, for example of jars that a manifest's Class-Path names a second time.
        return printed.toString()
                .lines()
                .filter(line -> !line.startsWith("Warning:"))
                .collect(Collectors.joining());
    }
}
