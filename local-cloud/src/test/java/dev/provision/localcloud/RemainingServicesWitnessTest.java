package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The services that no other test of this module shows to the {@code aws} CLI. */
class RemainingServicesWitnessTest {
    @Test
    void the_aws_cli_reads_certificates_functions_clusters_target_groups_and_scaling() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            String certificate = aws.run("acm", "request-certificate", "--domain-name", "example.com")
                    .field("CertificateArn")
                    .orElseThrow()
                    .asString();
            JsonNode described = aws.run("acm", "describe-certificate", "--certificate-arn", certificate)
                    .field("Certificate")
                    .orElseThrow();
            assertThat(described.field("DomainName").orElseThrow().asString()).isEqualTo("example.com");
            aws.run("acm", "delete-certificate", "--certificate-arn", certificate);
            assertThat(aws.refused("acm", "describe-certificate", "--certificate-arn", certificate))
                    .contains("ResourceNotFoundException");

            assertThat(aws.refused("lambda", "get-function", "--function-name", "none"))
                    .contains("ResourceNotFoundException");
            aws.run("ecs", "create-cluster", "--cluster-name", "c");
            assertThat(aws.run("ecs", "list-clusters")
                            .field("clusterArns")
                            .orElseThrow()
                            .asArray())
                    .hasSize(1);
            aws.run("elbv2", "create-target-group", "--name", "functions", "--target-type", "lambda");
            assertThat(aws.run("elbv2", "describe-target-groups")
                            .field("TargetGroups")
                            .orElseThrow()
                            .asArray())
                    .hasSize(1);
            assertThat(aws.refused(
                            "application-autoscaling",
                            "register-scalable-target",
                            "--service-namespace",
                            "ecs",
                            "--resource-id",
                            "service/c/none",
                            "--scalable-dimension",
                            "ecs:service:DesiredCount",
                            "--min-capacity",
                            "1",
                            "--max-capacity",
                            "2"))
                    .contains("ValidationException");
        }
    }
}
