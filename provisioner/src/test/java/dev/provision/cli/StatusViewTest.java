package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.ssm.Held;
import dev.provision.aws.ssm.Holder;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.cost.CostModel;
import dev.provision.cost.MonthlyCost;
import dev.provision.cost.PriceFile;
import dev.provision.graph.Change;
import dev.provision.graph.Operation;
import dev.provision.graph.Outcome;
import dev.provision.graph.Readiness;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import dev.provision.graph.Timeline;
import dev.provision.report.Form;
import dev.provision.report.Report;
import dev.provision.report.Terminal;
import dev.provision.stack.AlarmMail;
import dev.provision.stack.AlarmStatus;
import dev.provision.stack.Chart;
import dev.provision.stack.Endpoint;
import dev.provision.stack.RouteStatus;
import dev.provision.stack.SlotWork;
import dev.provision.stack.StatusReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code status} shows, compared with what is checked in under {@code src/test/resources/golden}. Run with
 * {@code -Dgolden.write=true} to write these files anew, then read the difference.
 */
final class StatusViewTest {
    private static final Instant AT = Instant.parse("2025-12-11T10:30:45Z");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    private Environment environment() throws IOException {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/application.yaml"), "name: demo\nregion: eu-west-2\n");
        Files.writeString(home.resolve("config/dev.yaml"), """
                containers:
                  api:
                    routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                    compute: { type: awsLambda }
                """);
        return new Environments(home.resolve("config"), Map.of()).load("dev", Optional.empty());
    }

    private static SortedMap<Instant, Double> values(int from, int to, double scale) {
        SortedMap<Instant, Double> values = new TreeMap<>();
        Instant end = Instant.parse("2025-12-11T10:31:00Z");
        for (int minute = from; minute < to; minute++) {
            values.put(end.minusSeconds(60L * (60 - minute)), scale * ((minute * 7) % 23));
        }
        return values;
    }

    private static RouteStatus route(String slot, int weight, boolean healthy, SlotWork work, String... reasons) {
        return new RouteStatus(
                work instanceof SlotWork.Function ? "api" : "web",
                work instanceof SlotWork.Function ? "/api/*" : "/web/*",
                work instanceof SlotWork.Function ? "lambda" : "fargate",
                slot,
                weight,
                healthy,
                healthy ? 2 : 1,
                2,
                work,
                List.of(reasons),
                "sha256:0123456789abcdef0123456789abcdef",
                "7");
    }

    private StatusReport report() {
        SlotWork tasks = new SlotWork.Tasks(
                2,
                1,
                List.of(
                        new SlotWork.Happening(
                                AT.minusSeconds(10),
                                "(service demo-dev-web-blue) registered 1 targets in (target-group"
                                        + " arn:aws:elasticloadbalancing:eu-west-2:000000000000:targetgroup/demo-web/20dffce19684c3a7)"),
                        new SlotWork.Happening(
                                AT.minusSeconds(70), "(service demo-dev-web-blue) has started 1 tasks.")));
        return new StatusReport(
                "dev",
                List.of(new Endpoint("api", "http://demo.example/api/health")),
                List.of(
                        route("blue", 90, true, new SlotWork.Function("Active", 5, 4)),
                        route("green", 10, true, new SlotWork.Function("Active", 0, 0)),
                        route("blue", 100, false, tasks, "10.0.10.7 is unhealthy: Target.Timeout")),
                List.of(
                        new Chart("api", "Invocations", "", List.of(new Chart.Line("a minute", values(0, 60, 1)))),
                        new Chart(
                                "api",
                                "Duration",
                                "ms",
                                List.of(
                                        new Chart.Line("blue average", values(0, 10, 1)),
                                        new Chart.Line("green average", values(10, 60, 0.25)))),
                        new Chart("web", "CPUUtilization", "%", List.of(new Chart.Line("average", values(0, 0, 1)))),
                        new Chart("web", "HealthyHostCount", "", List.of(new Chart.Line("fewest", values(40, 58, 0))))),
                List.of(
                        new AlarmStatus("demo-dev-latency", "ALARM", "Threshold Crossed: 5 datapoints", false),
                        new AlarmStatus("demo-dev-target-5xx", "OK", "", false),
                        new AlarmStatus("demo-dev-web-blue-cpu-in", "ALARM", "", true)),
                Optional.empty(),
                Optional.of(new Held(
                        new Holder("ada", "build-7", "", 4711, "up --env dev", AT.minusSeconds(80), "x"),
                        3,
                        AT.minusSeconds(12),
                        true)),
                List.of("metrics: missing cloudwatch:GetMetricData"));
    }

    private static RunResult result() {
        SequencedMap<StepKey, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put(new StepKey("vpc", "main"), new Outcome.Observed(Optional.of(Readiness.ready())));
        outcomes.put(new StepKey("nat-gateway", "a"), new Outcome.Observed(Optional.empty()));
        outcomes.put(new StepKey("nat-gateway", "b"), new Outcome.Observed(Optional.empty()));
        outcomes.put(new StepKey("service", "web"), new Outcome.Skipped(Optional.of(new StepKey("cluster", "main"))));
        return new RunResult(Operation.STATUS, outcomes, Timeline.empty(), Duration.ofMillis(400), false);
    }

    private Optional<MonthlyCost> idle() throws IOException {
        Environment environment = environment();
        return CostModel.of(new PriceFile(home.resolve("config")).read(), environment)
                .map(model -> model.monthly(environment));
    }

    private void check(String name, Form form, boolean unicode, Optional<MonthlyCost> idle) throws IOException {
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, true, 80, false, unicode);
        StatusView view = new StatusView(
                environment(),
                AT,
                report(),
                result(),
                Optional.of(new AlarmMail("ops@example.com", false)),
                Map.of(new StepKey("vpc", "main"), List.of(Change.inPlace("tags.team", "red", "blue"))),
                idle);
        try (Report report = Report.of(form, terminal, Clock.systemUTC())) {
            view.show(report, terminal);
        }
        Path file = Path.of("src", "test", "resources", "golden", name);
        String text = bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
        assertThat(view.healthy()).isFalse();
        assertThat(form == Form.JSON || text.lines().allMatch(line -> line.length() <= 80))
                .isTrue();
    }

    @Test
    void text() throws IOException {
        check("status.txt", Form.PLAIN, true, idle());
    }

    @Test
    void textInAscii() throws IOException {
        check("status-ascii.txt", Form.PLAIN, false, Optional.empty());
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isASCII();
    }

    @Test
    void document() throws IOException {
        check("status.json", Form.JSON, true, idle());
    }
}
