package dev.provision.localcloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** IAM and STS through the {@code aws} command line. */
@Timeout(300)
class IamWitnessTest {
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "000000000000"},
              "Action": "sts:AssumeRole"}]}""";

    @Test
    void aRoleIsMadeAssumedAndDeleted() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            JsonNode made = aws.run(
                    "iam",
                    "create-role",
                    "--role-name",
                    "demo",
                    "--assume-role-policy-document",
                    TRUST,
                    "--tags",
                    "Key=provision:env,Value=dev & test");
            JsonNode role = aws.run("iam", "get-role", "--role-name", "demo")
                    .field("Role")
                    .orElseThrow();
            assertThat(made.field("Role").orElseThrow()).isEqualTo(role);
            assertThat(role.field("AssumeRolePolicyDocument").orElseThrow())
                    .isEqualTo(JsonNode.parser().parse(TRUST));
            assertThat(text(aws.run("sts", "get-caller-identity"), "Arn")).isEqualTo("arn:aws:iam::000000000000:root");
            JsonNode session =
                    aws.run("sts", "assume-role", "--role-arn", text(role, "Arn"), "--role-session-name", "witness");
            assertThat(text(session.field("AssumedRoleUser").orElseThrow(), "Arn"))
                    .isEqualTo("arn:aws:sts::000000000000:assumed-role/demo/witness");
            assertThat(aws.refused("iam", "delete-role", "--role-name", "other"))
                    .contains("(NoSuchEntity)")
                    .contains("The role with name other cannot be found.");
            aws.run("iam", "delete-role", "--role-name", "demo");
            assertThat(aws.run("iam", "list-roles").field("Roles").orElseThrow().asArray())
                    .isEmpty();
        }
    }

    private static String text(JsonNode node, String field) {
        return node.field(field).orElseThrow().asString();
    }
}
