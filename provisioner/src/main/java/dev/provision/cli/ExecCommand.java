package dev.provision.cli;

import dev.provision.aws.ssmmessages.Session;
import dev.provision.config.AwsFargateEcs;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        description = "Run a command in a running Fargate task, by ECS Exec.",
        footer = {
            "The image decides what there is to run: one that provision builds has the JVM, and a shell where its base has one.",
            "AWS does not tell how the command ended: the exit code is 0 once it ran.",
            "Example: provision exec --env staging --container fargate -- /app/runtime/bin/java -version"
        })
final class ExecCommand extends ReportingCommand {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

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
        Environment environment = target().environment(surroundings());
        Container chosen = chosen(environment);
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        String line = command.stream().map(ExecCommand::quoted).collect(Collectors.joining(" "));
        Session session = Runners.fresh(environment, surroundings(), report).exec(chosen, line);
        return new Conversation(surroundings()).hold(session);
    }

    /** So that the agent, which takes the line apart as a shell would, gets the words that were given. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
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
}
