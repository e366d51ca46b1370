package dev.provision.localcloud.runtime;

import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.ContainerRuntime.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The process that a container becomes: what to execute, where, with which environment.
 *
 * @param command program and arguments
 * @param folder its working directory
 * @param environment all of its environment
 */
record Launch(List<String> command, Path folder, Map<String, String> environment) {
    /**
     * Ends a container together with the local cloud, even where that is killed by SIGKILL. The shell leaves a watcher
     * behind and becomes the container's program, so that signals and exit code are the program's own. The watcher reads
     * a pipe whose other end only the local cloud has: at its end it kills the process group, which it is part of, so
     * that the group's number cannot have been given to anybody else. On the same pipe it is told to stop the program
     * and to let it go on, for a process of Java's can send no such signals.
     */
    private static final String SCRIPT = """
            exec 3<&0 </dev/null
            { while read -r signal <&3; do kill -"$signal" "$$"; done; kill -KILL %s; } >/dev/null 2>&1 &
            exec 3<&-
            unset PWD OLDPWD SHLVL
            exec "$@"
            """;

    /** The first terminal that the leader of a session opens becomes the session's (credentials(7)). */
    private static final String TERMINAL_SCRIPT = """
            exec <"$0" >"$0" 2>&1
            unset PWD OLDPWD SHLVL
            exec "$@"
            """;

    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** @throws ImageUnusable if the image has nothing to execute, or not what it names */
    static Launch of(Spec spec, RootFolder root) {
        ImageConfig config = ImageConfig.parse(spec.image().configJson());
        Map<String, String> environment = new HashMap<>(config.environment());
        environment.put("SERVER_HOST", spec.address().getHostAddress());
        environment.putAll(spec.environment());
        String directory = spec.workingDirectory().isEmpty() ? config.workingDirectory() : spec.workingDirectory();
        Path folder = folder(root, directory);
        List<String> words = words(spec, config);
        if (words.isEmpty()) {
            throw new ImageUnusable("the image has neither ENTRYPOINT nor CMD");
        }
        List<String> command = new ArrayList<>(words);
        runnable(words.getFirst(), config, spec);
        Path program = program(words.getFirst(), root, folder, environment);
        command.set(0, program.toString());
        if (jvm(program)) {
            command.addAll(1, limits(spec));
        }
        return new Launch(command, folder, environment);
    }

    /** Refuses what Linux refuses on a processor of another architecture, in its words. */
    private static void runnable(String name, ImageConfig config, Spec spec) {
        String built = config.architecture();
        if (!built.isEmpty() && !built.equals(spec.architecture())) {
            throw new ImageUnusable("exec " + name + ": exec format error (the image is for linux/" + built
                    + ", and is to run on linux/" + spec.architecture() + ")");
        }
    }

    /** Whether a program is the launcher of a Java run-time image. */
    private static boolean jvm(Path program) {
        return program.endsWith(Path.of("bin", "java"))
                && Files.exists(
                        program.resolveSibling("../lib/server/libjvm.so").normalize());
    }

    /**
     * What a JVM learns from its control group in a container, and cannot learn here. On the command line, since every
     * variable that a JVM takes options from makes it print that it did.
     */
    private static List<String> limits(Spec spec) {
        int processors = Math.min(
                Math.ceilDiv(spec.cpuUnits(), 1024), Runtime.getRuntime().availableProcessors());
        return List.of("-XX:MaxRAM=" + spec.memoryMib() + "m", "-XX:ActiveProcessorCount=" + Math.max(1, processors));
    }

    /** The process to start: {@link #SCRIPT} in a session of its own. */
    ProcessBuilder process() {
        List<String> words = new ArrayList<>();
        Optional<Path> setsid = setsid();
        setsid.ifPresent(path -> words.add(path.toString()));
        // Without a session of its own (macOS has no setsid), only the program itself is ended.
        words.addAll(List.of("/bin/sh", "-c", SCRIPT.formatted(setsid.isPresent() ? "0" : "$$"), "container"));
        return process(words);
    }

    /**
     * The process to start in a session of its own on a terminal.
     *
     * @param terminal its device
     * @throws ImageUnusable where there are no sessions
     */
    ProcessBuilder process(String terminal) {
        Path setsid = setsid().orElseThrow(() -> new ImageUnusable("this machine has no setsid"));
        return process(List.of(setsid.toString(), "/bin/sh", "-c", TERMINAL_SCRIPT, terminal));
    }

    private static Optional<Path> setsid() {
        return SETSID.stream().filter(Files::isExecutable).findFirst();
    }

    private ProcessBuilder process(List<String> before) {
        List<String> words = new ArrayList<>(before);
        Map<String, String> odd = new TreeMap<>(environment);
        odd.keySet().removeIf(name -> SHELL_NAME.matcher(name).matches());
        if (!odd.isEmpty()) {
            // A POSIX shell may drop variables whose names it cannot use itself; dash does.
            words.add("/usr/bin/env");
            odd.forEach((name, value) -> words.add(name + "=" + value));
        }
        words.addAll(command);
        ProcessBuilder process =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().clear();
        process.environment().putAll(environment);
        return process;
    }

    private static List<String> words(Spec spec, ImageConfig config) {
        List<String> words = new ArrayList<>();
        if (spec.entryPoint().isEmpty()) {
            words.addAll(config.entryPoint());
            words.addAll(spec.command().isEmpty() ? config.command() : spec.command());
        } else {
            words.addAll(spec.entryPoint());
            words.addAll(spec.command());
        }
        return words;
    }

    private static Path folder(RootFolder root, String directory) {
        try {
            return Files.createDirectories(root.find(directory).orElse(root.place(directory)));
        } catch (IOException e) {
            throw new ImageUnusable("cannot use the working directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Path program(String name, RootFolder root, Path folder, Map<String, String> environment) {
        if (name.startsWith("/")) {
            return executable(name, root.find(name).orElse(root.path().resolve(name.substring(1))));
        }
        if (name.contains("/")) {
            return executable(name, folder.resolve(name).normalize());
        }
        String path = environment.getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        for (String entry : path.split(":")) {
            Optional<Path> found = root.find(entry + "/" + name).filter(Files::isExecutable);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new ImageUnusable("exec: \"" + name + "\": executable file not found in $PATH");
    }

    private static Path executable(String name, Path file) {
        if (!Files.exists(file)) {
            throw new ImageUnusable("exec: \"" + name + "\": no such file or directory");
        }
        if (Files.isDirectory(file) || !Files.isExecutable(file)) {
            throw new ImageUnusable("exec: \"" + name + "\": permission denied");
        }
        return file;
    }
}
