package dev.provision.aws.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.StepKey;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Alarms, dashboards and metrics, as the local cloud's CloudWatch keeps them. */
@Timeout(60)
class MonitoringTest {
    private static final String BALANCER =
            "arn:aws:elasticloadbalancing:eu-west-2:000000000000:loadbalancer/app/demo/0123456789abcdef";
    private static final String GROUP =
            "arn:aws:elasticloadbalancing:eu-west-2:000000000000:targetgroup/demo-api-blue/fedcba9876543210";
    private static LocalCloud cloud;
    private final AwsConnection connection = AwsConnection.at(cloud.endpoint(), "eu-west-2", _ -> {});
    private final MonitoringSteps steps = new MonitoringSteps(connection, new Owner("demo", "test", Map.of()));

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @AfterEach
    void clear() {
        cloud.reset();
    }

    private AlarmStep alarm(Metric metric, AlarmRule rule) {
        return steps.alarm(
                new StepKey("health-alarm", "x"),
                new AlarmStep.Spec("demo-test-x", "Something is wrong.", rule, AlarmStep.Purpose.TELL),
                Set.of(),
                () -> Optional.of(metric),
                () -> Optional.of(Set.of("arn:aws:sns:eu-west-2:000000000000:people")));
    }

    @Test
    void an_alarm_is_made_once_changed_in_place_and_deleted() {
        AlarmRule rule = new AlarmRule(AlarmRule.Side.AT_LEAST, 1, 5, 5);
        AlarmStep step = alarm(Metric.ofBalancer("TargetResponseTime", BALANCER, "p99"), rule);
        assertThat(step.find()).isEmpty();
        AlarmStep.Live made = step.create();
        assertThat(step.find()).contains(made);
        assertThat(made.dimensions()).isEqualTo(Map.of("LoadBalancer", "app/demo/0123456789abcdef"));
        assertThat(step.changes(made)).isEmpty();

        AlarmStep other = alarm(
                Metric.ofGroup("HealthyHostCount", BALANCER, GROUP, "Maximum"),
                new AlarmRule(AlarmRule.Side.LESS_THAN, 1, 2, 2));
        AlarmStep.Live live = other.find().orElseThrow();
        List<Change> changes = other.changes(live);
        assertThat(changes).extracting(Change::field).contains("condition");
        assertThat(other.changes(other.converge(live, changes))).isEmpty();
        assertThat(other.changes(other.find().orElseThrow())).isEmpty();

        assertThat(new MetricReader(connection).alarms("demo-test-"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.name()).isEqualTo("demo-test-x"));
        other.delete(live);
        assertThat(other.find()).isEmpty();
    }

    @Test
    void a_dashboard_holds_the_charts_and_notices_when_somebody_changed_it() {
        Panel panel = new Panel(
                "api",
                "TargetResponseTime",
                "ms",
                List.of(new Panel.Line("p99", Metric.ofGroup("TargetResponseTime", BALANCER, GROUP, "p99"), 1_000)));
        DashboardStep step = steps.dashboard(
                new StepKey("dashboard", "main"),
                new DashboardStep.Spec("demo-test", "eu-west-2"),
                Set.of(),
                () -> Optional.of(List.of(panel)));
        assertThat(step.find()).isEmpty();
        assertThat(steps.exists("demo-test")).isFalse();
        DashboardStep.Live made = step.create();
        assertThat(steps.exists("demo-test")).isTrue();
        assertThat(step.changes(step.find().orElseThrow())).isEmpty();
        List<JsonNode> widgets = JsonNode.parser()
                .parse(made.body())
                .field("widgets")
                .orElseThrow()
                .asArray();
        assertThat(widgets).hasSize(3);
        assertThat(widgets.getLast().toString())
                .contains("\"targetgroup/demo-api-blue/fedcba9876543210\"")
                .contains("m1 * 1000");
        assertThat(step.changes(new DashboardStep.Live("demo-test", "{\"widgets\":[]}")))
                .hasSize(1);
        step.delete(made);
        assertThat(step.find()).isEmpty();
        step.delete(made);
    }

    @Test
    void metrics_come_in_the_order_asked_for_with_gaps_where_nothing_was_measured() {
        Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(300);
        try (CloudWatchClient client = connection.client(CloudWatchClient.builder())) {
            MetricDatum first = MetricDatum.builder()
                    .metricName("m")
                    .timestamp(minute)
                    .value(1.0)
                    .build();
            MetricDatum third = MetricDatum.builder()
                    .metricName("m")
                    .timestamp(minute.plusSeconds(130))
                    .values(2.0, 4.0)
                    .build();
            client.putMetricData(r -> r.namespace("T").metricData(first, third));
        }
        List<SortedMap<Instant, Double>> values = new MetricReader(connection)
                .read(
                        List.of(new Metric("T", "none", Map.of(), "Sum"), new Metric("T", "m", Map.of(), "Average")),
                        minute.minusSeconds(60),
                        minute.plusSeconds(300),
                        Duration.ofMinutes(1));
        assertThat(values.getFirst()).isEmpty();
        assertThat(values.getLast()).isEqualTo(Map.of(minute, 1.0, minute.plusSeconds(120), 3.0));
    }
}
