package dev.provision.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class CloudWatchWitnessTest {
    @Test
    void metrics_alarms_and_dashboards_as_the_aws_cli_sees_them() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            aws.run(
                    "cloudwatch",
                    "put-metric-data",
                    "--namespace",
                    "Demo",
                    "--metric-name",
                    "Requests",
                    "--value",
                    "3");
            assertThat(aws.refused(
                            "cloudwatch",
                            "put-metric-data",
                            "--namespace",
                            "AWS/ECS",
                            "--metric-name",
                            "X",
                            "--value",
                            "3"))
                    .contains("InvalidParameterValue");
            Instant now = Instant.now();
            JsonNode points = aws.run(
                            "cloudwatch",
                            "get-metric-statistics",
                            "--namespace",
                            "Demo",
                            "--metric-name",
                            "Requests",
                            "--start-time",
                            now.minusSeconds(120).toString(),
                            "--end-time",
                            now.plusSeconds(120).toString(),
                            "--period",
                            "60",
                            "--statistics",
                            "Sum")
                    .field("Datapoints")
                    .orElseThrow();
            assertThat(points.asArray()).hasSize(1);
            assertThat(points.index(0).orElseThrow().field("Sum").orElseThrow().asNumber())
                    .isEqualTo("3.0");

            aws.run(
                    "cloudwatch",
                    "put-metric-alarm",
                    "--alarm-name",
                    "busy",
                    "--namespace",
                    "Demo",
                    "--metric-name",
                    "Requests",
                    "--statistic",
                    "Sum",
                    "--period",
                    "60",
                    "--evaluation-periods",
                    "1",
                    "--threshold",
                    "2",
                    "--comparison-operator",
                    "GreaterThanThreshold");
            JsonNode alarm = aws.run("cloudwatch", "describe-alarms", "--alarm-names", "busy")
                    .field("MetricAlarms")
                    .orElseThrow()
                    .index(0)
                    .orElseThrow();
            assertThat(alarm.field("StateValue").orElseThrow().asString()).isEqualTo("INSUFFICIENT_DATA");
            assertThat(alarm.field("AlarmArn").orElseThrow().asString())
                    .isEqualTo("arn:aws:cloudwatch:eu-west-2:000000000000:alarm:busy");
            aws.run("cloudwatch", "delete-alarms", "--alarm-names", "busy");

            aws.run("cloudwatch", "put-dashboard", "--dashboard-name", "d", "--dashboard-body", "{\"widgets\":[]}");
            assertThat(aws.refused("cloudwatch", "put-dashboard", "--dashboard-name", "d", "--dashboard-body", "{"))
                    .contains("InvalidParameterInput");
            assertThat(aws.run("cloudwatch", "list-dashboards")
                            .field("DashboardEntries")
                            .orElseThrow()
                            .asArray())
                    .hasSize(1);
        }
    }
}
