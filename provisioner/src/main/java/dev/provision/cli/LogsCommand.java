package dev.provision.cli;

import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.report.LogText;
import dev.provision.report.Report;
import dev.provision.report.RequestText;
import dev.provision.stack.LogLine;
import dev.provision.stack.LogTail;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description = "Show the logs of functions and tasks as one, by time (UTC).",
        footer = {
            "A pattern is one of CloudWatch Logs: ERROR, \"two words\", ?one ?other, -not,",
            "{ $.level = \"ERROR\" } where the service logs JSON."
        })
final class LogsCommand extends ReportingCommand {
    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Only of this container; may be repeated.")
    private Set<String> containers = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "SPAN",
            defaultValue = "15m",
            converter = Since.class,
            description = "How far back: 90s, 15m, 2h, 3d (default: 15m).")
    private Duration since = Duration.ofMinutes(15);

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--filter", paramLabel = "PATTERN", description = "Only what matches.")
    private String filter = "";

    @Option(names = "--requests", description = "Only the ends of requests, and how long they took.")
    private boolean onlyRequests;

    LogsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        Environment environment = target().environment(surroundings());
        refuseUnknown(environment);
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        LogTail tail = Runners.fresh(environment, surroundings(), report).logs(containers);
        if (tail.groups().isEmpty()) {
            report.line("there is no log yet; " + environment.prefix() + " is created with provision up --env "
                    + environment.env());
            return ExitCode.FAILED;
        }
        RequestText requests = new RequestText();
        Consumer<LogLine> sink = sink(environment, requests, report);
        Instant now = surroundings().clock().instant();
        if (follow) {
            tail.follow(
                    now.minus(since),
                    pattern(),
                    surroundings().clock(),
                    surroundings().sleeper(),
                    sink);
        } else {
            tail.read(now.minus(since), now, pattern(), sink);
        }
        if (onlyRequests) {
            report.line(
                    requests.total() == 0
                            ? "no request in this time"
                            : requests.total() + " requests; half took at most " + requests.percentile(50)
                                    + " ms, 99 % at most " + requests.percentile(99) + " ms");
        }
        return ExitCode.DONE;
    }

    private void refuseUnknown(Environment environment) {
        List<String> known =
                environment.containers().stream().map(Container::name).toList();
        List<String> unknown =
                containers.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new ConfigInvalid(
                    List.of("environment " + environment.env() + " has no container "
                            + String.join(", no container ", unknown)),
                    "use " + String.join(" or ", known));
        }
    }

    /** CloudWatch Logs looks for the ends of requests itself, unless it is given something else to look for. */
    private String pattern() {
        return onlyRequests && filter.isEmpty() ? RequestText.TERM : filter;
    }

    private Consumer<LogLine> sink(Environment environment, RequestText requests, Report report) {
        LogText text = new LogText(
                surroundings().terminal(),
                environment.containers().stream().map(Container::name).toList());
        return line -> {
            if (!onlyRequests) {
                show(line, line.message(), Map.of(), text, report);
                return;
            }
            requests.of(line.message()).ifPresent(request -> show(line, request.text(), fields(request), text, report));
        };
    }

    private static Map<String, Object> fields(RequestText.Request request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", request.method());
        fields.put("path", request.path());
        request.status().ifPresent(status -> fields.put("status", status));
        fields.put("milliseconds", request.millis());
        return fields;
    }

    private static void show(LogLine line, String shown, Map<String, Object> fields, LogText text, Report report) {
        text.lines(line.at(), line.container(), line.instance(), shown).forEach(report::line);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", line.at().toString());
        document.put("container", line.container());
        document.put("compute", line.compute());
        document.put("stream", line.stream());
        document.put("id", line.id());
        document.putAll(fields);
        document.put("message", line.message());
        report.document(document);
    }
}
