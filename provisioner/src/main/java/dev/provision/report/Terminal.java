package dev.provision.report;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where output goes and what can be shown there.
 *
 * @param out takes what was asked for
 * @param err takes errors
 * @param interactive whether a person sits in front of it
 * @param width in characters
 * @param colour whether ANSI colours are wanted
 * @param unicode whether it can show more than ASCII
 */
public record Terminal(
        PrintStream out, PrintStream err, boolean interactive, int width, boolean colour, boolean unicode) {
    private static final int STANDARD_WIDTH = 80;

    /**
     * The terminal of this process.
     *
     * @param variables the environment variables: {@code CI}, {@code COLUMNS}, {@code NO_COLOR} (no-color.org) and {@code TERM}
     *     count
     */
    public static Terminal detect(Map<String, String> variables) {
        boolean console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        boolean interactive = interactive(console, variables);
        boolean unicode = System.out.charset().equals(StandardCharsets.UTF_8);
        return new Terminal(
                System.out,
                System.err,
                interactive,
                interactive ? width(variables) : STANDARD_WIDTH,
                colour(interactive, variables),
                unicode);
    }

    /** Whatever NO_COLOR says, as long as it says something: no-color.org. */
    static boolean colour(boolean interactive, Map<String, String> variables) {
        return interactive && variables.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Some CI systems run their jobs at a terminal that nobody sits in front of; by custom they all set CI. */
    static boolean interactive(boolean console, Map<String, String> variables) {
        boolean continuousIntegration = !Set.of("", "false", "0")
                .contains(variables.getOrDefault("CI", "").toLowerCase(Locale.ROOT));
        return console && !variables.getOrDefault("TERM", "").equals("dumb") && !continuousIntegration;
    }

    private static int width(Map<String, String> variables) {
        String columns = variables.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : askedWidth();
    }

    /** Shells do not export COLUMNS; stty asks the terminal that is our standard input. */
    private static int askedWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            boolean answered =
                    stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2 && size[1].matches("[1-9]\\d{0,4}");
            return answered ? Integer.parseInt(size[1]) : STANDARD_WIDTH;
        } catch (IOException noStty) {
            return STANDARD_WIDTH;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return STANDARD_WIDTH;
        }
    }
}
