package dev.provision.cli;

import dev.provision.config.Cloud;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.report.Report;
import dev.provision.stack.Endpoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "open",
        description = "Print the address of an environment, and open it in a browser where a person sits.",
        footer = "--console: the dashboard in AWS's console; of the local cloud, its page.")
final class OpenCommand extends ReportingCommand {
    private static final List<String> OPENERS = List.of("xdg-open", "wslview", "open");

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Whose address; else the first one's.")
    private Optional<String> container = Optional.empty();

    @Option(names = "--console", description = "The page that shows the environment, instead of its service.")
    private boolean console;

    @Option(names = "--print", description = "Only print it.")
    private boolean printOnly;

    OpenCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        String url = console ? console(environment) : route(environment, report);
        report.line(url);
        report.document(Map.of("url", url));
        if (!printOnly && surroundings().terminal().interactive()) {
            opener().ifPresent(program -> start(program, url));
        }
        return ExitCode.DONE;
    }

    private static String console(Environment environment) {
        return switch (environment.cloud()) {
            case Cloud.Local local -> "http://localhost:" + local.endpoint().getPort() + "/_console";
            case Cloud.Aws _ ->
                "https://" + environment.region() + ".console.aws.amazon.com/cloudwatch/home?region="
                        + environment.region() + "#dashboards/dashboard/" + environment.prefix();
        };
    }

    private String route(Environment environment, Report report) {
        List<Endpoint> endpoints =
                Runners.fresh(environment, surroundings(), report).endpoints();
        return endpoints.stream()
                .filter(endpoint -> container.isEmpty() || container.get().equals(endpoint.name()))
                .findFirst()
                .map(Endpoint::url)
                .orElseThrow(() -> new StepFailed(
                        Optional.empty(),
                        endpoints.isEmpty()
                                ? environment.prefix() + " has no load balancer yet"
                                : "there is no container " + container.orElse(""),
                        "",
                        endpoints.isEmpty()
                                ? "create it with provision up --env " + environment.env()
                                : "use "
                                        + String.join(
                                                " or ",
                                                endpoints.stream()
                                                        .map(Endpoint::name)
                                                        .toList()),
                        null));
    }

    private Optional<Path> opener() {
        List<String> folders =
                List.of(surroundings().variables().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)));
        return OPENERS.stream()
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Does not wait: a browser may live longer than this command. */
    private static void start(Path program, String url) {
        try {
            new ProcessBuilder(program.toString(), url)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + program, failed);
        }
    }
}
