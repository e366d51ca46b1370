package dev.provision.localcloud.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopicsWitnessTest {
    @Test
    void an_alarm_that_changes_its_state_publishes_to_its_topic() throws IOException {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            String topic = aws.run("sns", "create-topic", "--name", "alarms", "--tags", "Key=env,Value=dev")
                    .field("TopicArn")
                    .orElseThrow()
                    .asString();
            assertThat(topic).isEqualTo("arn:aws:sns:eu-west-2:000000000000:alarms");
            assertThat(aws.refused("sns", "create-topic", "--name", "alarms", "--tags", "Key=env,Value=prod"))
                    .contains("InvalidParameter", "already exists with different tags");
            assertThat(aws.run(
                                    "sns",
                                    "subscribe",
                                    "--topic-arn",
                                    topic,
                                    "--protocol",
                                    "email",
                                    "--notification-endpoint",
                                    "ops@example.com")
                            .toString())
                    .contains("pending confirmation");
            aws.run(
                    "cloudwatch",
                    "put-metric-alarm",
                    "--alarm-name",
                    "high",
                    "--namespace",
                    "n",
                    "--metric-name",
                    "m",
                    "--statistic",
                    "Sum",
                    "--period",
                    "60",
                    "--evaluation-periods",
                    "1",
                    "--threshold",
                    "1",
                    "--comparison-operator",
                    "GreaterThanThreshold",
                    "--alarm-actions",
                    topic);
            aws.run(
                    "cloudwatch",
                    "set-alarm-state",
                    "--alarm-name",
                    "high",
                    "--state-value",
                    "ALARM",
                    "--state-reason",
                    "test");
            try (InputStream messages = cloud.endpoint()
                    .resolve("/_local/sns/messages?topic=alarms")
                    .toURL()
                    .openStream()) {
                assertThat(new String(messages.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("ALARM: \\\"high\\\" in eu-west-2");
            }
            assertThat(aws.refused("sns", "get-topic-attributes", "--topic-arn", topic + "2"))
                    .contains("NotFound");
        }
    }
}
