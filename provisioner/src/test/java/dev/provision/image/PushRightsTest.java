package dev.provision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.aws.AwsConnection;
import dev.provision.config.ImageSettings.Architecture;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.iam.IdentityPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Of a push that ECR denies, what is to be allowed is named, as of every other denied call. */
@Timeout(60)
final class PushRightsTest {
    @TempDir
    private Path folder;

    /** Pushes an image of nothing with all rights but one. */
    private void pushWithout(String action) {
        String granted = Stream.of(
                        "ecr:CreateRepository",
                        "ecr:GetAuthorizationToken",
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:InitiateLayerUpload",
                        "ecr:UploadLayerPart",
                        "ecr:CompleteLayerUpload",
                        "ecr:PutImage")
                .filter(each -> !each.equals(action))
                .collect(Collectors.joining("\", \"", "[\"", "\"]"));
        IdentityPolicy policy =
                IdentityPolicy.read("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": "
                        + granted + ", \"Resource\": \"*\"}]}");
        try (LocalCloud cloud = LocalCloud.start(Options.forTests().withCallerPolicy(policy));
                EcrClient ecr = AwsConnection.at(cloud.endpoint(), "eu-west-2", duration -> {})
                        .client(EcrClient.builder())) {
            ecr.createRepository(r -> r.repositoryName("demo"));
            String token =
                    ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
            String password =
                    new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring("AWS:".length());
            String registry =
                    cloud.endpoint().getHost() + ":" + cloud.endpoint().getPort();
            new JibPush(Optional.empty(), Architecture.X86_64, Optional.empty(), folder)
                    .push(new RegistryTarget(registry + "/demo", "AWS", password), "one", line -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"})
    void whatIsDeniedIsNamed(String action) {
        assertThatThrownBy(() -> pushWithout(action)).isInstanceOfSatisfying(PermissionMissing.class, denied -> {
            assertThat(denied)
                    .hasMessageContaining(
                            "not allowed: " + action + " on arn:aws:ecr:eu-west-2:000000000000:repository/demo")
                    .hasMessageEndingWith("because no identity-based policy allows the " + action + " action)");
            assertThat(denied.remedy()).contains("allow " + action);
        });
    }

    /** The answer to this question has no body. */
    @Test
    void whatIsDeniedWithoutAWordIsGuessed() {
        assertThatThrownBy(() -> pushWithout("ecr:BatchCheckLayerAvailability"))
                .isInstanceOfSatisfying(ProvisionException.class, denied -> assertThat(denied.remedy())
                        .contains("ecr:BatchCheckLayerAvailability"));
    }
}
