package dev.provision.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class VpcEndpointsWitnessTest {
    private static JsonNode ec2(AwsCli aws, String command, String... arguments) {
        return aws.run(Stream.concat(Stream.of("ec2", command), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.field(name).orElseThrow();
        }
        return at.asString();
    }

    @Test
    void theCommandLineMakesChangesAndDeletesEndpoints() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            String vpc = text(ec2(aws, "create-vpc", "--cidr-block", "10.0.0.0/16"), "Vpc", "VpcId");
            ec2(aws, "modify-vpc-attribute", "--vpc-id", vpc, "--enable-dns-hostnames");
            String subnet = text(
                    ec2(aws, "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24"), "Subnet", "SubnetId");
            String table = text(ec2(aws, "create-route-table", "--vpc-id", vpc), "RouteTable", "RouteTableId");
            String s3 = text(
                    ec2(
                            aws,
                            "create-vpc-endpoint",
                            "--vpc-id",
                            vpc,
                            "--service-name",
                            "com.amazonaws.eu-west-2.s3",
                            "--route-table-ids",
                            table,
                            "--tag-specifications",
                            "ResourceType=vpc-endpoint,Tags=[{Key=Name,Value=s3}]"),
                    "VpcEndpoint",
                    "VpcEndpointId");
            JsonNode logs = ec2(
                            aws,
                            "create-vpc-endpoint",
                            "--vpc-id",
                            vpc,
                            "--vpc-endpoint-type",
                            "Interface",
                            "--service-name",
                            "com.amazonaws.eu-west-2.logs",
                            "--subnet-ids",
                            subnet,
                            "--no-private-dns-enabled")
                    .field("VpcEndpoint")
                    .orElseThrow();
            String id = text(logs, "VpcEndpointId");
            assertThat(text(logs, "State")).isEqualTo("pending");
            ec2(aws, "modify-vpc-endpoint", "--vpc-endpoint-id", id, "--private-dns-enabled");
            assertThat(ec2(aws, "describe-vpc-endpoints", "--vpc-endpoint-ids", id, s3)
                            .toString())
                    .contains("logs.eu-west-2.amazonaws.com", table, "\"available\"");
            assertThat(ec2(aws, "delete-vpc-endpoints", "--vpc-endpoint-ids", id, s3, "vpce-0123456789abcdef0")
                            .field("Unsuccessful")
                            .orElseThrow()
                            .asArray())
                    .singleElement()
                    .satisfies(
                            item -> assertThat(text(item, "Error", "Code")).isEqualTo("InvalidVpcEndpoint.NotFound"));
        }
    }
}
