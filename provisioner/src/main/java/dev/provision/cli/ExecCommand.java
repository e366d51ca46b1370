package dev.provision.cli;

import dev.provision.aws.ecs.TaskShell;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.report.Report;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = "Run a command in a running Fargate task, by ECS Exec.",
        footer = "Example: provision exec --env staging --container fargate -- /bin/sh")
final class ExecCommand extends ReportingCommand {
    private static final String PLUGIN = "session-manager-plugin";

    /** The plugin reads the session from this variable, so that its token is not in the list of processes. */
    private static final String SESSION = "AWS_SSM_START_SESSION_RESPONSE";

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Whose task; may be left out where only one is on Fargate.")
    private Optional<String> container = Optional.empty();

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "After --: what to run.")
    private List<String> command = List.of();

    ExecCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target.environment(surroundings());
        Container chosen = chosen(environment);
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Path plugin = plugin();
        TaskShell.Session session =
                Runners.fresh(environment, surroundings(), report).exec(chosen, String.join(" ", command));
        return talk(plugin, environment.region(), session) == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Container chosen(Environment environment) {
        List<Container> onFargate = environment.containers().stream()
                .filter(one -> one.compute() instanceof AwsFargateEcs)
                .toList();
        List<String> names = onFargate.stream().map(Container::name).toList();
        if (container.isEmpty() && onFargate.size() == 1) {
            return onFargate.getFirst();
        }
        Optional<Container> named = environment.containers().stream()
                .filter(one -> container.filter(one.name()::equals).isPresent())
                .findFirst();
        if (named.filter(one -> !names.contains(one.name())).isPresent()) {
            throw wrong(
                    container.orElseThrow() + " is a Lambda function: AWS lets nobody into its instances",
                    "look at what it does with provision logs --container " + container.orElseThrow());
        }
        return named.orElseThrow(() -> wrong(
                container
                        .map(name -> "environment " + environment.env() + " has no container " + name)
                        .orElse("environment " + environment.env() + " has " + names.size() + " containers on Fargate"),
                names.isEmpty()
                        ? "exec needs one on Fargate"
                        : "say --container " + String.join(" or --container ", names)));
    }

    private static ConfigInvalid wrong(String problem, String remedy) {
        return new ConfigInvalid(List.of(problem), remedy);
    }

    private Path plugin() {
        return Stream.of(surroundings().variables().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder, PLUGIN))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StepFailed(
                        Optional.empty(),
                        PLUGIN + " is not on the PATH; ECS Exec speaks through it",
                        "",
                        "install it: https://docs.aws.amazon.com/systems-manager/latest/userguide/"
                                + "session-manager-working-with-install-plugin.html (1.2.497 or newer)",
                        null));
    }

    private static int talk(Path plugin, String region, TaskShell.Session session) {
        ProcessBuilder builder = new ProcessBuilder(
                        plugin.toString(),
                        SESSION,
                        region,
                        "StartSession",
                        "",
                        session.request(),
                        "https://ssm." + region + ".amazonaws.com")
                .inheritIO();
        builder.environment().put(SESSION, session.response());
        try {
            return builder.start().waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + plugin, failed);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.code();
        }
    }
}
