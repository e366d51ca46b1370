package dev.provision.cli;

import dev.provision.config.EffectiveConfig;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which environment a command is about. */
final class TargetOptions {
    /** The values of {@code --cloud}. */
    enum CloudChoice {
        aws,
        local
    }

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME",
            defaultValue = "${env:PROVISION_ENV:-local}",
            description = "The environment: a file in the configuration folder (default: $PROVISION_ENV, or local).")
    private String env = "local";

    @Option(
            names = "--cloud",
            paramLabel = "CLOUD",
            description = "${COMPLETION-CANDIDATES}, instead of what the environment says; local is a rehearsal.")
    private Optional<CloudChoice> cloud = Optional.empty();

    @Option(names = "--config", paramLabel = "DIR", description = "The configuration folder (default: config).")
    private Optional<Path> config = Optional.empty();

    Environment environment(Surroundings surroundings) {
        return environments(surroundings).load(env, cloud.map(CloudChoice::name));
    }

    /** What holds for the environment, and where it is from. */
    EffectiveConfig effective(Surroundings surroundings) {
        return environments(surroundings).effective(env, cloud.map(CloudChoice::name));
    }

    /** The environment as a rehearsal sees it: on the local cloud, whatever its file says. */
    Environment rehearsal(Surroundings surroundings) {
        return environments(surroundings).load(env, Optional.of(CloudChoice.local.name()));
    }

    Environments environments(Surroundings surroundings) {
        return new Environments(folder(surroundings), surroundings.variables());
    }

    /** The configuration folder. */
    Path folder(Surroundings surroundings) {
        return config.orElseGet(() -> surroundings.home().resolve("config"));
    }
}
