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

    /** What checks of the environment found. */
    Examination examined(List<Finding> findings, Surroundings surroundings) {
        return new Examination(findings, key -> effective(surroundings).place(key));
    }

    /**
     * The environment without any configuration: its own network, and no container.
     *
     * @param name the service's name
     * @throws ConfigInvalid if no region is known
     */
    Environment unconfigured(String name, Optional<String> region, Surroundings surroundings) {
        boolean local = cloud.filter(CloudChoice.local::equals).isPresent();
        String known = region.or(
                        () -> Optional.ofNullable(surroundings.variables().get("AWS_REGION")))
                .or(() -> local ? Optional.of("eu-west-2") : Optional.empty())
                .orElseThrow(() -> new ConfigInvalid(
                        List.of("without configuration the region is not known"), "name it with --region"));
        return Environment.unconfigured(name, env, known, local ? Cloud.Local.standard() : new Cloud.Aws());
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
