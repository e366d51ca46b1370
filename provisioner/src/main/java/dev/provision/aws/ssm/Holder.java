package dev.provision.aws.ssm;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who holds a lock, or wants it.
 *
 * @param user who started the command
 * @param host the machine's name
 * @param machine tells machines, their boots and their containers apart; an empty text where that is not known
 * @param process the process id
 * @param command for example {@code up --env dev}
 * @param since when the command began
 * @param run unique
 */
public record Holder(
        String user, String host, String machine, long process, String command, Instant since, String run) {
    /** The lines that are kept in the parameter, for people who look at it in the console, too. */
    String text(Instant alive) {
        return String.join(
                "\n",
                "user: " + user,
                "host: " + host,
                "machine: " + machine,
                "process: " + process,
                "command: " + command,
                "since: " + since,
                "alive: " + alive,
                "run: " + run);
    }

    /** Reads {@link #text}; what is missing, or was written by hand, is told as unknown. */
    static Holder of(String text) {
        Map<String, String> fields = new TreeMap<>();
        text.lines()
                .map(line -> line.split(": ", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> fields.put(pair[0], pair[1]));
        String process = fields.getOrDefault("process", "0");
        return new Holder(
                fields.getOrDefault("user", "unknown"),
                fields.getOrDefault("host", "unknown"),
                fields.getOrDefault("machine", ""),
                process.matches("\\d{1,18}") ? Long.parseLong(process) : 0,
                fields.getOrDefault("command", "unknown"),
                instant(fields.getOrDefault("since", "")),
                fields.getOrDefault("run", ""));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }

    /** Whether this and {@code other} are processes of the same machine that can see each other. */
    public boolean sees(Holder other) {
        return !machine.isEmpty() && machine.equals(other.machine());
    }

    @Override
    public String toString() {
        return user + "@" + host + " (process " + process + "): " + command;
    }
}
