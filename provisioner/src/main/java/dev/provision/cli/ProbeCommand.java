package dev.provision.cli;

import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.graph.ProvisionException.WaitTimedOut;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import dev.provision.probe.Answers;
import dev.provision.probe.Breakdown;
import dev.provision.probe.Handled;
import dev.provision.probe.Visitors;
import dev.provision.report.Report;
import dev.provision.stack.Endpoint;
import dev.provision.stack.LogTail;
import dev.provision.stack.Stack;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "probe",
        description = "Send requests through the load balancer, and show where their time goes.",
        footer = {
            "The load balancer's part is what an answer takes that it gives itself; cold start and handler are"
                    + " from the logs; queue is the rest: waiting for an instance or a task, and the way there.",
            "Exit code 1 if any request failed."
        })
final class ProbeCommand extends ReportingCommand {
    private static final Duration LOGS_COME = Duration.ofSeconds(60);
    private static final String NOWHERE = "/provision-probe/nowhere";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    @Option(names = "--requests", paramLabel = "N", description = "To each route (default: 200).")
    private int requests = 200;

    @Option(names = "--concurrency", paramLabel = "C", description = "At the same time (default: 4).")
    private int concurrency = 4;

    ProbeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Report report) {
        if (requests < 1 || requests > 1_000_000 || concurrency < 1 || concurrency > 1_000) {
            throw new ConfigInvalid(
                    List.of("--requests " + requests + " --concurrency " + concurrency),
                    "between 1 and 1000000 requests, 1 to 1000 at a time");
        }
        Environment environment = target().environment(surroundings());
        LocalClouds.of(environment, surroundings(), report).ifPresent(LocalClouds::expectRunning);
        Stack stack = Runners.fresh(environment, surroundings(), report);
        List<Endpoint> endpoints = stack.endpoints();
        if (endpoints.isEmpty()) {
            throw new StepFailed(
                    Optional.empty(),
                    environment.prefix() + " has no load balancer yet",
                    "",
                    "create it with provision up --env " + environment.env(),
                    null);
        }
        Visitors visitors = new Visitors(concurrency, stack.trust());
        // Also what this process has to load is loaded by then.
        Answers alone = visitors.ask(
                URI.create(endpoints.getFirst().url()).resolve(NOWHERE), Math.max(requests, 100), NOT_FOUND);
        List<ProbeView.Measured> measured = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            measured.add(measure(
                    endpoint,
                    container(environment, endpoint),
                    stack,
                    visitors,
                    alone.good().millis(0.5)));
        }
        ProbeView view = new ProbeView(environment.prefix(), requests, concurrency, alone, measured);
        view.show(report, surroundings().terminal());
        return view.failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Container container(Environment environment, Endpoint endpoint) {
        return environment.containers().stream()
                .filter(one -> one.name().equals(endpoint.name()))
                .findFirst()
                .orElseThrow();
    }

    private ProbeView.Measured measure(
            Endpoint endpoint, Container container, Stack stack, Visitors visitors, double balancer) {
        Instant begin = surroundings().clock().instant();
        Answers answers = visitors.ask(URI.create(endpoint.url()), requests, OK);
        Handled handled = handled(container, stack, begin, answers.good().count());
        return new ProbeView.Measured(endpoint.name(), answers, handled, Breakdown.of(answers, handled, balancer));
    }

    /** CloudWatch Logs has a line some seconds after it was written. */
    private Handled handled(Container container, Stack stack, Instant begin, int expected) {
        LogTail tail = stack.logs(Set.of(container.name()));
        List<Handled> last = new ArrayList<>(List.of(Handled.of(List.of(), false)));
        try {
            var _ = new Poller(surroundings().clock(), surroundings().sleeper())
                    .await(
                            new StepKey("logs", container.name()),
                            LOGS_COME,
                            () -> {
                                List<String> lines = new ArrayList<>();
                                tail.read(
                                        begin,
                                        surroundings().clock().instant(),
                                        Handled.PATTERN,
                                        line -> lines.add(line.message()));
                                last.set(0, Handled.of(lines, container.compute() instanceof AwsLambda));
                                return last.getFirst().count() >= expected
                                        ? Readiness.ready()
                                        : Readiness.pending(
                                                "the log has " + last.getFirst().count() + " of " + expected);
                            },
                            _ -> {});
        } catch (WaitTimedOut incomplete) {
            // What there is, is still worth showing; the view says how much that was.
            return last.getFirst();
        }
        return last.getFirst();
    }
}
