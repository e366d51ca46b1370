package dev.provision.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.CredentialsMissing;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has no credentials is told so before the first call, with the reason where it is known. */
final class AwsConnectionTest {
    private static final String PROFILE = "aws.profile";
    /** Where the SDK finds credentials before it looks for a profile, or without one. */
    private static final List<String> OTHERS = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

    private static final String NO_INSTANCE = "aws.disableEc2Metadata";

    @BeforeEach
    void nobody() {
        assumeTrue(OTHERS.stream().noneMatch(System.getenv()::containsKey), "this machine has credentials");
        System.setProperty(NO_INSTANCE, "true");
    }

    @AfterEach
    void clear() {
        System.clearProperty(PROFILE);
        System.clearProperty(NO_INSTANCE);
    }

    @Test
    void aProfileThatIsOfNoUseIsNamed() {
        System.setProperty(PROFILE, "nobody-has-this");
        assertThatThrownBy(() -> AwsConnection.aws("eu-west-2", duration -> {}).requireCredentials())
                .isInstanceOf(CredentialsMissing.class)
                .hasMessageStartingWith("no AWS credentials in the environment, the profile or the instance: ")
                .hasMessageContaining("'nobody-has-this'")
                .hasMessageNotContainingAny("sections=", "aws_")
                .extracting(failure -> ((ProvisionException) failure).remedy())
                .asString()
                .contains("aws sso login");
    }
}
