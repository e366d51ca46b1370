package dev.provision.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The terminal in front of this process while every key on it is for another program: nothing is echoed, nothing is
 * waited for, no key is a signal. By {@code stty}, as AWS's plugin has it; it is set back also when the process is ended.
 */
final class RawTerminal implements AutoCloseable {
    private final String before;
    private final Thread restoring;

    private RawTerminal(String before) {
        this.before = before;
        this.restoring = new Thread(() -> stty(before), "terminal");
    }

    /** How large it is. */
    record Size(int columns, int rows) {}

    static RawTerminal enter() {
        RawTerminal terminal = new RawTerminal(stty("-g").orElse("sane"));
        Runtime.getRuntime().addShutdownHook(terminal.restoring);
        var _ = stty("raw", "-echo");
        return terminal;
    }

    Optional<Size> size() {
        return stty("size")
                .filter(size -> size.matches("\\d{1,5} \\d{1,5}"))
                .map(size -> size.split(" "))
                .map(size -> new Size(Integer.parseInt(size[1]), Integer.parseInt(size[0])));
    }

    @Override
    public void close() {
        var _ = stty(before);
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException ending) {
            // The process ends already, and the hook does what was just done.
            restoring.interrupt();
        }
    }

    /** What stty says; empty where there is none. */
    private static Optional<String> stty(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "stty";
        System.arraycopy(words, 0, command, 1, words.length);
        try {
            Process stty = new ProcessBuilder(command)
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return stty.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noStty) {
            return Optional.empty();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
