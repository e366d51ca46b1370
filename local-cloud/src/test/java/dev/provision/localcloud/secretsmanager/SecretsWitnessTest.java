package dev.provision.localcloud.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class SecretsWitnessTest {
    private static String text(JsonNode answer, String field) {
        return answer.field(field).orElseThrow().asString();
    }

    @Test
    void a_secret_has_versions_and_comes_back_until_its_window_ends() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            String arn = text(
                    aws.run(
                            "secretsmanager",
                            "create-secret",
                            "--name",
                            "app/db",
                            "--secret-string",
                            "one",
                            "--tags",
                            "Key=env,Value=dev"),
                    "ARN");
            assertThat(arn).matches("arn:aws:secretsmanager:eu-west-2:000000000000:secret:app/db-[A-Za-z0-9]{6}");
            assertThat(aws.refused("secretsmanager", "create-secret", "--name", "app/db", "--secret-string", "x"))
                    .contains("ResourceExistsException");
            aws.run("secretsmanager", "put-secret-value", "--secret-id", "app/db", "--secret-string", "two");
            assertThat(text(aws.run("secretsmanager", "get-secret-value", "--secret-id", arn), "SecretString"))
                    .isEqualTo("two");
            assertThat(text(
                            aws.run(
                                    "secretsmanager",
                                    "get-secret-value",
                                    "--secret-id",
                                    "app/db",
                                    "--version-stage",
                                    "AWSPREVIOUS"),
                            "SecretString"))
                    .isEqualTo("one");
            assertThat(aws.run("secretsmanager", "describe-secret", "--secret-id", "app/db")
                            .toString())
                    .contains("AWSCURRENT", "AWSPREVIOUS", "\"env\"")
                    .doesNotContain("two");

            aws.run("secretsmanager", "delete-secret", "--secret-id", "app/db");
            assertThat(aws.refused("secretsmanager", "get-secret-value", "--secret-id", "app/db"))
                    .contains("InvalidRequestException", "marked for deletion");
            aws.run("secretsmanager", "restore-secret", "--secret-id", "app/db");
            aws.run("secretsmanager", "delete-secret", "--secret-id", "app/db", "--force-delete-without-recovery");
            assertThat(aws.refused("secretsmanager", "describe-secret", "--secret-id", "app/db"))
                    .contains("ResourceNotFoundException");
        }
    }
}
