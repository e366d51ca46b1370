package dev.provision.cli;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How a local cloud behaves that {@code local start} starts; another one behaves as AWS does, but at once. */
final class LocalSettings {
    /** The values of {@code --latency}. */
    enum LatencyChoice {
        instant,
        aws
    }

    @Option(
            names = "--latency",
            paramLabel = "PROFILE",
            description =
                    "${COMPLETION-CANDIDATES}: how long things take to be made; aws also throttles calls as AWS does"
                            + " (default: instant).")
    private Optional<LatencyChoice> latency = Optional.empty();

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "How many seconds pass in the local cloud in one of the wall (default: 1).")
    private Optional<Double> speed = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "FILE",
            description = {
                "A policy, as JSON, such as provision policy writes: commands may do what it grants, and nothing else."
            })
    private Optional<Path> policy = Optional.empty();

    @Option(
            names = "--new-account",
            description = "With the quotas of a new account: 10 concurrent executions of Lambda instead of 1,000.")
    private boolean newAccount;

    @Option(
            names = "--quota",
            paramLabel = "CODE=N",
            description = "Changes a quota by its code in Service Quotas, for example L-0263D0A3=20. May be repeated.")
    private Map<String, Integer> quotas = new TreeMap<>();

    /**
     * The arguments for the local cloud's process; empty where nothing was set.
     *
     * @throws ConfigInvalid if the policy's file is not there
     */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        latency.ifPresent(profile -> arguments.addAll(List.of("--latency", profile.name())));
        speed.ifPresent(factor -> arguments.addAll(List.of("--speed", factor.toString())));
        policy.ifPresent(file -> arguments.addAll(List.of("--as", readable(file))));
        if (newAccount) {
            arguments.add("--new-account");
        }
        quotas.forEach((code, limit) -> arguments.addAll(List.of("--quota", code + "=" + limit)));
        return arguments;
    }

    private static String readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigInvalid(
                    List.of("--as " + file + ": there is no such file, or it cannot be read"),
                    "write one with provision policy, or name another file");
        }
        return file.toAbsolutePath().toString();
    }
}
