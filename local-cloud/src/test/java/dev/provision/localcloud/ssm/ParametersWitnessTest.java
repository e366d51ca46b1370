package dev.provision.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import org.junit.jupiter.api.Test;

class ParametersWitnessTest {
    @Test
    void a_parameter_is_put_once_unless_overwritten() {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            AwsCli aws = AwsCli.of(cloud);
            aws.run("ssm", "put-parameter", "--name", "/a/lock", "--type", "String", "--value", "me");
            assertThat(aws.refused("ssm", "put-parameter", "--name", "/a/lock", "--type", "String", "--value", "you"))
                    .contains("ParameterAlreadyExists");
            aws.run("ssm", "put-parameter", "--name", "/a/lock", "--value", "you", "--overwrite");
            assertThat(aws.run("ssm", "get-parameter", "--name", "/a/lock")
                            .field("Parameter")
                            .orElseThrow()
                            .field("Value")
                            .orElseThrow()
                            .asString())
                    .isEqualTo("you");
            aws.run("ssm", "put-parameter", "--name", "/a/secret", "--type", "SecureString", "--value", "hidden");
            assertThat(aws.run("ssm", "get-parameters-by-path", "--path", "/a").toString())
                    .doesNotContain("hidden");
            aws.run("ssm", "delete-parameter", "--name", "/a/lock");
            assertThat(aws.refused("ssm", "get-parameter", "--name", "/a/lock")).contains("ParameterNotFound");
        }
    }
}
