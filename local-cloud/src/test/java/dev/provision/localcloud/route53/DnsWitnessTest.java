package dev.provision.localcloud.route53;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class DnsWitnessTest {
    private static JsonNode at(JsonNode node, String... fields) {
        JsonNode found = node;
        for (String field : fields) {
            found = found.field(field).orElseThrow();
        }
        return found;
    }

    private static String change(String action, String name, String type, String value) {
        return "{\"Changes\":[{\"Action\":\"" + action + "\",\"ResourceRecordSet\":{\"Name\":\"" + name
                + "\",\"Type\":\"" + type + "\",\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"" + value + "\"}]}}]}";
    }

    @Test
    void a_certificate_is_issued_once_its_validation_record_is_in_a_zone() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            JsonNode made =
                    aws.run("route53", "create-hosted-zone", "--name", "example.com", "--caller-reference", "one");
            String zone = at(made, "HostedZone", "Id").asString();
            assertThat(at(made, "ChangeInfo", "Status").asString()).isEqualTo("INSYNC");
            assertThat(aws.refused(
                            "route53", "create-hosted-zone", "--name", "example.org", "--caller-reference", "one"))
                    .contains("HostedZoneAlreadyExists");

            String arn = at(
                            aws.run(
                                    "acm",
                                    "request-certificate",
                                    "--domain-name",
                                    "api.example.com",
                                    "--validation-method",
                                    "DNS"),
                            "CertificateArn")
                    .asString();
            JsonNode pending = at(aws.run("acm", "describe-certificate", "--certificate-arn", arn), "Certificate");
            assertThat(at(pending, "Status").asString()).isEqualTo("PENDING_VALIDATION");
            JsonNode record = at(
                    pending.field("DomainValidationOptions")
                            .orElseThrow()
                            .asArray()
                            .getFirst(),
                    "ResourceRecord");
            String name = at(record, "Name").asString();

            aws.run(
                    "route53",
                    "change-resource-record-sets",
                    "--hosted-zone-id",
                    zone,
                    "--change-batch",
                    change("UPSERT", name, "CNAME", "elsewhere.example.com"));
            assertThat(aws.run("acm", "describe-certificate", "--certificate-arn", arn)
                            .toString())
                    .contains("PENDING_VALIDATION");
            aws.run(
                    "route53",
                    "change-resource-record-sets",
                    "--hosted-zone-id",
                    zone,
                    "--change-batch",
                    change("UPSERT", name, "CNAME", at(record, "Value").asString()));
            assertThat(at(aws.run("acm", "describe-certificate", "--certificate-arn", arn), "Certificate", "Status")
                            .asString())
                    .isEqualTo("ISSUED");

            assertThat(aws.refused(
                            "route53",
                            "change-resource-record-sets",
                            "--hosted-zone-id",
                            zone,
                            "--change-batch",
                            change("CREATE", "www.example.org", "A", "192.0.2.1")))
                    .contains("InvalidChangeBatch", "is not permitted in zone example.com.");
            assertThat(aws.refused("route53", "delete-hosted-zone", "--id", zone))
                    .contains("HostedZoneNotEmpty");
            assertThat(aws.run("route53", "list-resource-record-sets", "--hosted-zone-id", zone)
                            .toString())
                    .contains("SOA", "acm-validations.aws.");
        }
    }
}
