package dev.provision.localcloud.runtime;

import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.ContainerRuntime.Program;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** A program in a container, on a terminal of its own. */
final class TerminalProcess implements Program {
    private static final int AT_ONCE = 1024;

    private final Process process;
    private final PseudoTerminal terminal;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** A platform thread, since a program that does not read blocks whoever types. */
    private final ExecutorService typing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("keyboard").factory());

    private TerminalProcess(Process process, PseudoTerminal terminal) {
        this.process = process;
        this.terminal = terminal;
    }

    /** @throws ImageUnusable if it cannot be started */
    static TerminalProcess start(Launch launch, Consumer<byte[]> output) {
        try {
            PseudoTerminal terminal = PseudoTerminal.open();
            TerminalProcess started =
                    new TerminalProcess(KeyboardSignals.heededBy(launch.process(terminal.name())), terminal);
            started.process.getOutputStream().close();
            Thread.ofPlatform().daemon().name("screen").start(() -> started.read(output));
            return started;
        } catch (IOException e) {
            throw new ImageUnusable("cannot start " + launch.command().getFirst() + ": " + e.getMessage(), e);
        }
    }

    private void read(Consumer<byte[]> output) {
        try {
            byte[] buffer = new byte[AT_ONCE];
            for (int count = terminal.read(buffer); count > 0; count = terminal.read(buffer)) {
                output.accept(Arrays.copyOf(buffer, count));
            }
        } finally {
            ended.complete(null);
            // Behind what is still to be typed, which fails at once now.
            typing.execute(terminal::close);
            typing.shutdown();
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void write(byte[] bytes) {
        try {
            typing.execute(() -> terminal.write(bytes));
        } catch (RejectedExecutionException over) {
            ended.join(); // it has ended, and with it the one who would read
        }
    }

    @Override
    public void resize(int columns, int rows) {
        if (!ended.isDone()) {
            terminal.resize(columns, rows);
        }
    }

    @Override
    public void hangUp() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }
}
