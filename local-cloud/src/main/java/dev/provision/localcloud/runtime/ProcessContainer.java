package dev.provision.localcloud.runtime;

import dev.provision.localcloud.runtime.ContainerRuntime.Container;
import dev.provision.localcloud.runtime.ContainerRuntime.Exit;
import dev.provision.localcloud.runtime.ContainerRuntime.Program;
import dev.provision.localcloud.runtime.ContainerRuntime.Spec;
import dev.provision.localcloud.runtime.ContainerRuntime.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A container that is a process of this machine. */
final class ProcessContainer implements Container {
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
    /** What the agent of Systems Manager sets for the programs that it starts (its shell_unix.go). */
    private static final Map<String, String> ON_TERMINAL = Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8");

    private final Process process;
    private final Spec spec;
    private final RootFolder root;
    private final ResourceWatch watch;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private volatile boolean outOfMemory;

    ProcessContainer(Process process, Spec spec, RootFolder root, ResourceWatch watch) {
        this.process = process;
        this.spec = spec;
        this.root = root;
        this.watch = watch;
        // A platform thread, since reading a pipe would pin the carrier of a virtual one.
        Thread reader =
                Thread.ofPlatform().daemon().name("output of " + spec.name()).start(this::readOutput);
        var _ = process.onExit().thenRun(() -> ended(reader));
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                spec.output().accept(line);
            }
        } catch (IOException e) {
            // The stream was closed under the reader, because the process has ended: there is no more output.
            process.onExit().join();
        } finally {
            var _ = process.onExit().thenRun(this::complete);
        }
    }

    private void ended(Thread reader) {
        closePipe();
        // Whoever still has the program's output open must not keep its end from being known.
        if (reader.isAlive()) {
            Executor later = CompletableFuture.delayedExecutor(LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
            later.execute(this::complete);
        }
    }

    private void complete() {
        exit.complete(new Exit(process.exitValue(), outOfMemory));
    }

    /** The watcher takes the end of its pipe as the word to kill what the program left behind. */
    private void closePipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public CompletableFuture<Exit> exit() {
        return exit.copy();
    }

    @Override
    public void stop(Duration grace) {
        // Not Process.destroy(): that would also close the watcher's pipe.
        process.toHandle().destroy();
        CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::kill);
    }

    @Override
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public Usage usage() {
        return watch.usage(process.pid());
    }

    @Override
    public Program exec(List<String> command, Consumer<byte[]> output) {
        TerminalProcess program = TerminalProcess.start(Launch.of(spec.running(command, ON_TERMINAL), root), output);
        watch.join(process.pid(), program.pid());
        var _ = program.ended().thenRun(() -> watch.leave(program.pid()));
        var _ = exit.thenRun(program::hangUp);
        return program;
    }

    int cpuUnits() {
        return spec.cpuUnits();
    }

    /** Stops the program until it is resumed. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            process.getOutputStream().write((name + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // The watcher has ended, and the program with it: it needs no signal any more.
            process.onExit().join();
        }
    }

    long memoryLimit() {
        return spec.memoryMib() * 1024L * 1024L;
    }

    void killOutOfMemory() {
        outOfMemory = true;
        kill();
    }
}
