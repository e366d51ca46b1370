package dev.provision.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.ManualTime;
import dev.provision.localcloud.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Metric math and percentiles over what a load balancer measures of a target group. */
class MetricMathTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> GROUP =
            Map.of("LoadBalancer", "app/demo/1", "TargetGroup", "targetgroup/green/2");

    private ManualTime time;
    private Metrics metrics;
    private Alarms alarms;
    private final List<String> acted = new ArrayList<>();

    @BeforeEach
    void start() {
        time = new ManualTime(START);
        metrics = new Metrics(time);
        alarms = new Alarms(new Account("000000000000", "eu-west-2"), time, new ControlPlane(), metrics);
        alarms.listen(action -> acted.add(action.state() + " " + action.value()));
    }

    private void record(String name, double value, int times) {
        var meter = metrics.meter("AWS/ApplicationELB", name, GROUP, "Count");
        for (int i = 0; i < times; i++) {
            meter.record(value);
        }
    }

    private static MetricDataQuery metric(String id, String name, String statistic) {
        List<Dimension> dimensions = GROUP.entrySet().stream()
                .map(one -> Dimension.builder()
                        .name(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(metric -> metric.namespace("AWS/ApplicationELB")
                                .metricName(name)
                                .dimensions(dimensions))
                        .stat(statistic)
                        .period(60))
                .returnData(false)
                .build();
    }

    private static MetricDataQuery expression(String text) {
        return MetricDataQuery.builder().id("e").expression(text).build();
    }

    /** The values of an expression over requests (m), errors (x) and the 99th percentile (p), oldest first. */
    private List<Double> values(String text) {
        List<MetricDataQuery> queries = List.of(
                metric("m", "RequestCount", "Sum"),
                metric("x", "HTTPCode_Target_5XX_Count", "Sum"),
                metric("p", "TargetResponseTime", "p99"),
                expression(text));
        long end = time.now().getEpochSecond() + 60;
        return List.copyOf(new MetricQueries(metrics, queries, START.getEpochSecond(), end)
                .values("e")
                .values());
    }

    private void twoMinutes() {
        record("RequestCount", 1, 200);
        record("HTTPCode_Target_5XX_Count", 1, 10);
        record("TargetResponseTime", 0.01, 98);
        record("TargetResponseTime", 0.5, 2);
        time.advance(Duration.ofMinutes(1));
        record("RequestCount", 1, 100);
    }

    @Test
    void expressionsAreEvaluatedMinuteByMinute() {
        twoMinutes();
        assertThat(values("100 * x / m")).containsExactly(5.0);
        assertThat(values("100 * FILL(x, 0) / m")).containsExactly(5.0, 0.0);
        assertThat(values("m - x * 2 ^ 2 + (1)")).containsExactly(161.0);
        assertThat(values("-m / 2")).containsExactly(-100.0, -50.0);
        assertThat(values("IF(m > 150 AND x >= 10, m, -1)")).containsExactly(200.0);
        assertThat(values("IF(FILL(x, 0) > 5, 1, 0)")).containsExactly(1.0, 0.0);
        assertThat(values("SUM([m, x])")).containsExactly(210.0, 100.0);
        assertThat(values("MAX(METRICS(\"m\"))")).containsExactly(200.0, 100.0);
        assertThat(values("SUM(m)")).containsExactly(300.0, 300.0);
        assertThat(values("m / PERIOD(m)")).containsExactly(200 / 60.0, 100 / 60.0);
        assertThat(values("DIFF(m)")).containsExactly(-100.0);
        assertThat(values("FILL(x, REPEAT)")).containsExactly(10.0, 10.0);
        assertThat(values("m / 0")).isEmpty();
    }

    @Test
    void percentilesAreNearTheirValues() {
        twoMinutes();
        assertThat(values("p * 1000").getFirst()).isBetween(495.0, 505.0);
    }

    @Test
    void whatCannotBeEvaluatedIsRefused() {
        for (String wrong : List.of("m +", "m ? 1", "nothing", "SEARCH('x', 'Sum')", "[m, 1]", "(m", "e + 1")) {
            assertThatThrownBy(() -> values(wrong)).as(wrong).isInstanceOf(AwsError.class);
        }
    }

    @Test
    void anAlarmOnAnExpressionActs() {
        PutMetricAlarmRequest settings = PutMetricAlarmRequest.builder()
                .alarmName("errors")
                .metrics(
                        metric("m", "RequestCount", "Sum"),
                        metric("x", "HTTPCode_Target_5XX_Count", "Sum"),
                        expression("100 * FILL(x, 0) / m"))
                .evaluationPeriods(1)
                .threshold(4.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData("notBreaching")
                .alarmActions("arn:aws:sns:eu-west-2:000000000000:errors")
                .build();
        assertThat(alarms.checkQueries(settings)).isEqualTo(60);
        alarms.put(settings);
        twoMinutes();
        time.advance(Duration.ofSeconds(10));
        assertThat(alarms.find("errors").orElseThrow().state()).isEqualTo(StateValue.ALARM);
        assertThat(acted).containsExactly("ALARM 5.0");
        assertThat(alarms.find("errors").orElseThrow().describe().metrics()).hasSize(3);
        time.advance(Duration.ofMinutes(3));
        assertThat(alarms.find("errors").orElseThrow().state()).isEqualTo(StateValue.OK);
    }

    @Test
    void lateValuesGoToTheirOwnMinute() {
        record("RequestCount", 1, 1);
        time.advance(Duration.ofMinutes(2));
        record("RequestCount", 1, 1);
        MetricId id = new MetricId("AWS/ApplicationELB", "RequestCount", GROUP);
        metrics.series(id).add(START.getEpochSecond() + 60, 5, 1, "Count");
        assertThat(values("m")).containsExactly(1.0, 5.0, 1.0);
    }
}
