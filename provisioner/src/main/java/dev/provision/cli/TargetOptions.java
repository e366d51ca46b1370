package dev.provision.cli;

import dev.provision.aws.doctor.Finding;
import dev.provision.config.Cloud;
import dev.provision.config.EffectiveConfig;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which environment a command is about. */
final class TargetOptions {
    /** The values of {@code --cloud}. */
    enum CloudChoice {
        aws,
        local
    }

    private final Valued<String> env = new Valued<>(OptionSpec.builder("-e", "--env")
            .paramLabel("NAME")
            .type(String.class)
            .defaultValue("${env:PROVISION_ENV:-local}")
            .description("The environment: a file in the configuration folder (default: $PROVISION_ENV, or local).")
            .build());
    private final Valued<CloudChoice> cloud = new Valued<>(OptionSpec.builder("--cloud")
            .paramLabel("CLOUD")
            .type(CloudChoice.class)
            .description("${COMPLETION-CANDIDATES}, instead of what the environment says; local is a rehearsal.")
            .build());
    private final Valued<Path> config = new Valued<>(OptionSpec.builder("--config")
            .paramLabel("DIR")
            .type(Path.class)
            .description("The configuration folder (default: config).")
            .build());

    void addTo(CommandSpec command) {
        command.addOption(env.option()).addOption(cloud.option()).addOption(config.option());
    }

    /** The environment's name. */
    String name() {
        return env.value().orElse("local");
    }

    Environment environment(Surroundings surroundings) {
        return environments(surroundings).load(name(), cloud.value().map(CloudChoice::name));
    }

    /** What holds for the environment, and where it is from. */
    EffectiveConfig effective(Surroundings surroundings) {
        return environments(surroundings).effective(name(), cloud.value().map(CloudChoice::name));
    }

    /** What checks of the environment found. */
    Examination examined(List<Finding> findings, Surroundings surroundings) {
        return new Examination(findings, key -> effective(surroundings).place(key));
    }

    /**
     * The environment without any configuration: its own network, and no container.
     *
     * @param name the service's name
     * @param port of the local cloud; without it, of the one that was started last here
     * @throws ConfigInvalid if no region is known
     */
    Environment unconfigured(String name, Optional<String> region, Optional<Integer> port, Surroundings surroundings) {
        boolean local = cloud.value().filter(CloudChoice.local::equals).isPresent();
        String known = region.or(
                        () -> Optional.ofNullable(surroundings.variables().get("AWS_REGION")))
                .or(() -> local ? Optional.of("eu-west-2") : Optional.empty())
                .orElseThrow(() -> new ConfigInvalid(
                        List.of("without configuration the region is not known"), "name it with --region"));
        return Environment.unconfigured(
                name,
                name(),
                known,
                local
                        ? Cloud.Local.at(port.orElseGet(
                                () -> LocalLauncher.in(surroundings).port().orElse(Cloud.Local.STANDARD_PORT)))
                        : new Cloud.Aws());
    }

    /** The environment as a rehearsal sees it: on the local cloud, whatever its file says. */
    Environment rehearsal(Surroundings surroundings) {
        return environments(surroundings).load(name(), Optional.of(CloudChoice.local.name()));
    }

    Environments environments(Surroundings surroundings) {
        return new Environments(folder(surroundings), surroundings.variables());
    }

    /** The configuration folder. */
    Path folder(Surroundings surroundings) {
        return config.value().orElseGet(() -> surroundings.home().resolve("config"));
    }
}
