package dev.provision.cli;

import dev.provision.config.Cloud;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts the local cloud as a process of its own, which outlives this one and does not get the terminal's Ctrl-C.
 *
 * @param home the project's root; the process keeps its log and data in {@code .provision} below
 * @param jar of the local cloud
 * @param variables of this process
 */
record LocalLauncher(Path home, Optional<Path> jar, Map<String, String> variables) {
    private static final int EVIDENCE_LINES = 15;

    /** Its number, when it was started, and its port. */
    private static final Pattern STARTED = Pattern.compile("(\\d{1,18} \\S*)(?: (\\d{1,5}))?");

    static LocalLauncher in(Surroundings surroundings) {
        return new LocalLauncher(surroundings.home(), surroundings.localCloud(), surroundings.variables());
    }

    /** @param settings further arguments of the process */
    Process start(Cloud.Local cloud, List<String> settings) {
        Path cache = state().resolve("local-cloud.aot");
        return start(cloud, Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of(), settings);
    }

    /** Starts one that writes its AOT cache when it ends. */
    Process train(Cloud.Local cloud, Path cache) {
        return start(cloud, List.of("-XX:AOTCacheOutput=" + cache), List.of());
    }

    private Process start(Cloud.Local cloud, List<String> flags, List<String> settings) {
        Path program = jar.filter(Files::isRegularFile)
                .orElseThrow(() -> new StepFailed(
                        Optional.empty(),
                        "the local cloud is not built"
                                + jar.map(path -> ": no file " + path).orElse(""),
                        "",
                        "run ./provision, which builds it, or ./mvnw package",
                        null));
        try {
            Files.createDirectories(state());
            Redirect log = Redirect.appendTo(log().toFile());
            Process process = new ProcessBuilder(command(program, cloud, flags, settings))
                    .directory(home.toFile())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(log)
                    .redirectError(log)
                    .start();
            Files.writeString(
                    pidFile(),
                    identity(process.toHandle()) + " " + cloud.endpoint().getPort());
            return process;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start the local cloud", failed);
        }
    }

    private List<String> command(Path program, Cloud.Local cloud, List<String> flags, List<String> settings) {
        List<String> command = new ArrayList<>(detached());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A heap that starts small: its first size would be a 64th of the machine's memory, all of it used before the
        // first
        // collection, most of it by what starting leaves behind.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms24m", "-Xmx512m"));
        command.addAll(flags);
        command.addAll(List.of(
                "-jar",
                program.toString(),
                "--port",
                String.valueOf(cloud.endpoint().getPort()),
                "--port-offset",
                String.valueOf(cloud.portOffset()),
                "--data-dir",
                state().resolve("local-cloud").toString()));
        command.addAll(settings);
        return command;
    }

    /** A session of its own where setsid is there; else a process group of its own, by a shell with job control. */
    private List<String> detached() {
        String path = variables.getOrDefault("PATH", "/usr/bin:/bin");
        boolean setsid = Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
        return setsid ? List.of("setsid") : List.of("/bin/sh", "-c", "set -m; \"$@\" & wait $!", "sh");
    }

    /** Whether there was ever one. */
    boolean startedBefore() {
        return Files.exists(pidFile());
    }

    /** Whether the process that was started last still runs; it may be another command that started it. */
    boolean alive() {
        return started().filter(Started::alive).isPresent();
    }

    /** The port of the one that was started last, if it still runs. */
    OptionalInt port() {
        return started().filter(Started::alive).map(Started::port).orElse(OptionalInt.empty());
    }

    /** What a command that was killed has left there half-written tells nothing. */
    private Optional<Started> started() {
        try {
            Matcher words = STARTED.matcher(Files.readString(pidFile()));
            return words.matches()
                    ? Optional.of(new Started(
                            words.group(1),
                            words.group(2) == null
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(Integer.parseInt(words.group(2)))))
                    : Optional.empty();
        } catch (NoSuchFileException neverStarted) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + pidFile(), unreadable);
        }
    }

    /**
     * One that was started.
     *
     * @param identity of its process
     * @param port empty where an earlier version started it, which did not note it
     */
    private record Started(String identity, OptionalInt port) {
        boolean alive() {
            return ProcessHandle.of(Long.parseLong(identity.split(" ", 2)[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> LocalLauncher.identity(process).equals(identity))
                    .isPresent();
        }
    }

    /** The start time tells a process from a later one with the same number. */
    private static String identity(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Instant::toString).orElse("");
    }

    private Path pidFile() {
        return state().resolve("local-cloud.pid");
    }

    /** The end of the log, for when it does not start. */
    String evidence() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - EVIDENCE_LINES), lines.size()));
        } catch (IOException noLog) {
            return "";
        }
    }

    Path log() {
        return state().resolve("local-cloud.log");
    }

    private Path state() {
        return home.resolve(".provision");
    }
}
