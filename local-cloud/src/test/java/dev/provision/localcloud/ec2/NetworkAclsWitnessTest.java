package dev.provision.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class NetworkAclsWitnessTest {
    private static JsonNode ec2(AwsCli aws, String command, String... arguments) {
        return aws.run(Stream.concat(Stream.of("ec2", command), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private static JsonNode field(JsonNode node, String name) {
        return node.field(name).orElseThrow();
    }

    private static List<JsonNode> acls(AwsCli aws, String... filters) {
        return field(
                        ec2(
                                aws,
                                "describe-network-acls",
                                Stream.concat(Stream.of("--filters"), Arrays.stream(filters))
                                        .toArray(String[]::new)),
                        "NetworkAcls")
                .asArray();
    }

    @Test
    void theCommandLineEditsAnAclAndPutsASubnetUnderIt() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            String vpc = field(field(ec2(aws, "create-vpc", "--cidr-block", "10.0.0.0/16"), "Vpc"), "VpcId")
                    .asString();
            String subnet = field(
                            field(ec2(aws, "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24"), "Subnet"),
                            "SubnetId")
                    .asString();
            String acl = field(
                            field(
                                    ec2(
                                            aws,
                                            "create-network-acl",
                                            "--vpc-id",
                                            vpc,
                                            "--tag-specifications",
                                            "ResourceType=network-acl,Tags=[{Key=Name,Value=edge}]"),
                                    "NetworkAcl"),
                            "NetworkAclId")
                    .asString();
            String[] rule = {
                "ec2",
                "create-network-acl-entry",
                "--network-acl-id",
                acl,
                "--ingress",
                "--rule-number",
                "100",
                "--protocol",
                "tcp",
                "--port-range",
                "From=80,To=80",
                "--cidr-block",
                "0.0.0.0/0",
                "--rule-action"
            };
            aws.run(with(rule, "allow"));
            assertThat(aws.refused(with(rule, "deny")))
                    .contains(
                            "NetworkAclEntryAlreadyExists", "The network acl entry identified by 100 already exists.");
            assertThat(acls(aws, "Name=entry.protocol,Values=tcp", "Name=tag:Name,Values=edge"))
                    .singleElement()
                    .satisfies(found -> assertThat(field(
                                            field(
                                                    field(found, "Entries")
                                                            .asArray()
                                                            .get(1),
                                                    "PortRange"),
                                            "To")
                                    .asNumber())
                            .isEqualTo("80"));

            String association = field(
                            field(
                                            acls(aws, "Name=association.subnet-id,Values=" + subnet)
                                                    .getFirst(),
                                            "Associations")
                                    .asArray()
                                    .getFirst(),
                            "NetworkAclAssociationId")
                    .asString();
            String moved = field(
                            ec2(
                                    aws,
                                    "replace-network-acl-association",
                                    "--association-id",
                                    association,
                                    "--network-acl-id",
                                    acl),
                            "NewAssociationId")
                    .asString();
            assertThat(acls(aws, "Name=association.association-id,Values=" + moved))
                    .singleElement()
                    .satisfies(found ->
                            assertThat(field(found, "NetworkAclId").asString()).isEqualTo(acl));
            assertThat(aws.refused("ec2", "delete-network-acl", "--network-acl-id", acl))
                    .contains("DependencyViolation");
            assertThat(ec2(aws, "describe-tags", "--filters", "Name=resource-type,Values=network-acl")
                            .toString())
                    .contains(acl, "edge");
            assertThat(aws.run(
                                    "resourcegroupstaggingapi",
                                    "get-resources",
                                    "--resource-type-filters",
                                    "ec2:network-acl")
                            .toString())
                    .contains("network-acl/" + acl);

            ec2(aws, "delete-network-acl-entry", "--network-acl-id", acl, "--ingress", "--rule-number", "100");
            ec2(aws, "delete-subnet", "--subnet-id", subnet);
            assertThat(aws.refused("ec2", "delete-vpc", "--vpc-id", vpc)).contains("DependencyViolation");
            ec2(aws, "delete-network-acl", "--network-acl-id", acl);
            ec2(aws, "delete-vpc", "--vpc-id", vpc);
            assertThat(field(ec2(aws, "describe-network-acls"), "NetworkAcls").asArray())
                    .isEmpty();
        }
    }

    private static String[] with(String[] rule, String action) {
        return Stream.concat(Arrays.stream(rule), Stream.of(action)).toArray(String[]::new);
    }
}
