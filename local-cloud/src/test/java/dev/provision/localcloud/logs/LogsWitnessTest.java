package dev.provision.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class LogsWitnessTest {
    @Test
    void groups_streams_and_events_as_the_aws_cli_sees_them() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            aws.run("logs", "create-log-group", "--log-group-name", "/ecs/demo", "--tags", "team=red");
            aws.run("logs", "put-retention-policy", "--log-group-name", "/ecs/demo", "--retention-in-days", "14");
            assertThat(aws.refused("logs", "create-log-group", "--log-group-name", "/ecs/demo"))
                    .contains("ResourceAlreadyExistsException");
            assertThat(aws.refused(
                            "logs",
                            "put-retention-policy",
                            "--log-group-name",
                            "/ecs/demo",
                            "--retention-in-days",
                            "15"))
                    .contains("InvalidParameterException");

            aws.run("logs", "create-log-stream", "--log-group-name", "/ecs/demo", "--log-stream-name", "s");
            long now = System.currentTimeMillis();
            aws.run(
                    "logs",
                    "put-log-events",
                    "--log-group-name",
                    "/ecs/demo",
                    "--log-stream-name",
                    "s",
                    "--log-events",
                    "timestamp=" + now + ",message=hello",
                    "timestamp=" + (now + 1) + ",message=ERROR");

            JsonNode group = aws.run("logs", "describe-log-groups", "--log-group-name-prefix", "/ecs/")
                    .field("logGroups")
                    .orElseThrow()
                    .index(0)
                    .orElseThrow();
            assertThat(group.field("retentionInDays").orElseThrow().asNumber()).isEqualTo("14");
            assertThat(group.field("arn").orElseThrow().asString())
                    .isEqualTo("arn:aws:logs:eu-west-2:000000000000:log-group:/ecs/demo:*");
            assertThat(aws.run(
                                    "logs",
                                    "filter-log-events",
                                    "--log-group-name",
                                    "/ecs/demo",
                                    "--filter-pattern",
                                    "ERROR")
                            .field("events")
                            .orElseThrow()
                            .asArray())
                    .hasSize(1);
            assertThat(aws.run("logs", "get-log-events", "--log-group-name", "/ecs/demo", "--log-stream-name", "s")
                            .field("events")
                            .orElseThrow()
                            .asArray())
                    .hasSize(2);

            aws.run("logs", "delete-log-group", "--log-group-name", "/ecs/demo");
            assertThat(aws.run("logs", "describe-log-groups")
                            .field("logGroups")
                            .orElseThrow()
                            .asArray())
                    .isEmpty();
        }
    }
}
