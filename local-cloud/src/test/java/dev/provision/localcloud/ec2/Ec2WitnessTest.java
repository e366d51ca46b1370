package dev.provision.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class Ec2WitnessTest {
    private static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = name.matches("\\d+")
                    ? at.asArray().get(Integer.parseInt(name))
                    : at.field(name).orElseThrow();
        }
        return at.asString();
    }

    @Test
    void theCommandLineMakesAGroupAndTakesItDown() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            String vpc = text(
                    aws.run(
                            "ec2",
                            "create-vpc",
                            "--cidr-block",
                            "10.0.0.0/16",
                            "--tag-specifications",
                            "ResourceType=vpc,Tags=[{Key=Name,Value=demo}]"),
                    "Vpc",
                    "VpcId");
            aws.run("ec2", "wait", "vpc-available", "--vpc-ids", vpc);
            String group = text(
                    aws.run(
                            "ec2",
                            "create-security-group",
                            "--vpc-id",
                            vpc,
                            "--group-name",
                            "web",
                            "--description",
                            "web"),
                    "GroupId");
            aws.run(
                    "ec2",
                    "authorize-security-group-ingress",
                    "--group-id",
                    group,
                    "--protocol",
                    "tcp",
                    "--port",
                    "443",
                    "--cidr",
                    "0.0.0.0/0");
            JsonNode shown = aws.run("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=w*");
            assertThat(text(shown, "SecurityGroups", "0", "IpPermissions", "0", "IpRanges", "0", "CidrIp"))
                    .isEqualTo("0.0.0.0/0");
            assertThat(aws.refused("ec2", "delete-vpc", "--vpc-id", vpc)).contains("DependencyViolation");

            aws.run("ec2", "delete-security-group", "--group-id", group);
            aws.run("ec2", "delete-vpc", "--vpc-id", vpc);
            assertThat(aws.run("ec2", "describe-vpcs")
                            .field("Vpcs")
                            .orElseThrow()
                            .asArray())
                    .isEmpty();
        }
    }
}
