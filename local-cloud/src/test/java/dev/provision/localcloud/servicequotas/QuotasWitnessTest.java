package dev.provision.localcloud.servicequotas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.state.Quotas;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class QuotasWitnessTest {
    private static double value(JsonNode answer) {
        return answer.field("Quota")
                .orElseThrow()
                .field("Value")
                .map(value -> Double.parseDouble(value.asNumber()))
                .orElseThrow();
    }

    @Test
    void what_service_quotas_says_is_what_the_services_enforce() {
        Options options = Options.forTests().withQuotas(Quotas.ofNewAccount().with(Quota.ADDRESSES, 1));
        try (LocalCloud cloud = LocalCloud.start(options)) {
            AwsCli aws = AwsCli.of(cloud);
            String[] addresses = {
                "service-quotas", "get-service-quota", "--service-code", "ec2", "--quota-code", "L-0263D0A3"
            };
            assertThat(value(aws.run(addresses))).isEqualTo(1);
            addresses[1] = "get-aws-default-service-quota";
            assertThat(value(aws.run(addresses))).isEqualTo(5);
            aws.run("ec2", "allocate-address");
            assertThat(aws.refused("ec2", "allocate-address")).contains("AddressLimitExceeded");

            JsonNode lambda = aws.run("service-quotas", "list-service-quotas", "--service-code", "lambda");
            assertThat(lambda.toString()).contains("L-B99A9384");
            assertThat(aws.run("lambda", "get-account-settings").toString()).contains("\"ConcurrentExecutions\": 10");
            assertThat(aws.run(
                                    "service-quotas",
                                    "get-service-quota",
                                    "--service-code",
                                    "fargate",
                                    "--quota-code",
                                    "L-3032A538")
                            .toString())
                    .contains("\"MetricNamespace\": \"AWS/Usage\"", "\"MetricStatisticRecommendation\": \"Maximum\"");
            assertThat(aws.refused(
                            "service-quotas", "get-service-quota", "--service-code", "ec2", "--quota-code", "L-NONE"))
                    .contains("NoSuchResourceException");
            assertThat(aws.refused("service-quotas", "list-service-quotas", "--service-code", "none"))
                    .contains("NoSuchResourceException");
        }
    }
}
