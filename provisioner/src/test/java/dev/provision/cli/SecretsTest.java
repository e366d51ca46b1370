package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.doctor.Finding;
import dev.provision.config.EffectiveConfig;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.graph.ProvisionException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Secrets reach the containers, by roles that may read exactly them, and are to be seen nowhere else. */
@Timeout(120)
final class SecretsTest {
    private static final String VALUE = "v4luE-0f-a-parameter";
    private static final String PASSWORD = "v4luE-0f-a-field";
    private static final String VARIABLES =
            "    environment: { TOKEN: \"${ssm:/demo/token}\", PASSWORD: \"${secret:demo#password}\", PLAIN: text }\n";

    @TempDir
    Path folder;

    private Account account;

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {})
                .client(builder);
    }

    @Test
    void reachTheContainersAndNothingElse() throws Exception {
        assumeTrue(TinyImage.possible(), "there is no " + TinyImage.PERL);
        try (Account opened = Account.open(folder)) {
            account = opened;
            Environment environment =
                    account.environment("dev", Account.LAMBDA + VARIABLES, Account.FARGATE + VARIABLES);

            assertThatThrownBy(() -> account.up(environment))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageMatching(
                            "(?s).*there is no (parameter /demo/token|secret demo) in this region and account.*");
            assertThat(account.stack(environment).doctor(Instant.now()).beforehand())
                    .filteredOn(finding -> finding.grade() == Finding.Grade.BAD)
                    .extracting(Finding::check)
                    .containsExactlyInAnyOrder("${ssm:/demo/token}", "${secret:demo#password}");

            client(SsmClient.builder())
                    .putParameter(p -> p.name("/demo/token").value(VALUE).type(ParameterType.SECURE_STRING));
            String arn = client(SecretsManagerClient.builder())
                    .createSecret(s -> s.name("demo").secretString("{\"password\":\"" + PASSWORD + "\"}"))
                    .arn();
            account.up(environment);
            assertThat(account.plan(environment).changed()).isFalse();

            assertThat(get("/fargate/TOKEN")).contains(VALUE);
            assertThat(get("/fargate/PASSWORD")).contains(PASSWORD);
            assertThat(get("/fargate/PLAIN")).contains("text");
            configured(arn);
            rights(arn);
            nowhereElse();
            assertThat(Runners.of(account.stack(environment).covering(), account.surroundings(), account.report())
                            .existing())
                    .as("what a teardown deletes")
                    .isNotEmpty()
                    .noneMatch(key -> Set.of("parameter", "secret", "tags", "route-answers")
                            .contains(key.kind()));

            Environment without = account.environment("dev", Account.LAMBDA, Account.FARGATE);
            account.up(without);
            assertThat(policy("demo-dev-fargate-execution")).doesNotContain("ssm:", "secretsmanager:");
            account.teardown(without);
            assertThat(account.inventory(without)).isEmpty();
            assertThat(client(SecretsManagerClient.builder())
                            .describeSecret(s -> s.secretId("demo"))
                            .deletedDate())
                    .isNull();
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + account.httpPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The task definition names the places; the function has references, which the service resolves when it starts. */
    private void configured(String arn) {
        EcsClient ecs = client(EcsClient.builder());
        String revision = ecs.listTaskDefinitions().taskDefinitionArns().getFirst();
        assertThat(ecs.describeTaskDefinition(d -> d.taskDefinition(revision))
                        .taskDefinition()
                        .containerDefinitions()
                        .getFirst()
                        .secrets())
                .containsExactlyInAnyOrder(
                        Secret.builder()
                                .name("TOKEN")
                                .valueFrom("arn:aws:ssm:eu-west-2:000000000000:parameter/demo/token")
                                .build(),
                        Secret.builder()
                                .name("PASSWORD")
                                .valueFrom(arn + ":password::")
                                .build());
        assertThat(client(LambdaClient.builder())
                        .getFunctionConfiguration(f -> f.functionName("demo-dev-lambda"))
                        .environment()
                        .variables())
                .containsOnly(
                        Map.entry("TOKEN", "${ssm:arn:aws:ssm:eu-west-2:000000000000:parameter/demo/token}"),
                        Map.entry("PASSWORD", "${secret:" + arn + "#password}"),
                        Map.entry("PLAIN", "text"));
    }

    private String policy(String role) {
        return URLDecoder.decode(
                client(IamClient.builder())
                        .getRolePolicy(p -> p.roleName(role).policyName("provision"))
                        .policyDocument(),
                StandardCharsets.UTF_8);
    }

    private void rights(String arn) {
        for (String role : List.of("demo-dev-fargate-execution", "demo-dev-lambda-function")) {
            assertThat(policy(role))
                    .as(role)
                    .contains("ssm:GetParameters", "parameter/demo/token", "secretsmanager:GetSecretValue")
                    .contains(arn.substring(arn.lastIndexOf(':') + 1))
                    .doesNotContain("kms:");
        }
        assertThat(policy("demo-dev-fargate-task")).doesNotContain("ssm:", "secretsmanager:");
    }

    /** Not in what was told, planned, shown, written or stored. */
    private void nowhereElse() throws IOException {
        EffectiveConfig config =
                new Environments(folder.resolve("config"), Map.of()).effective("dev", Optional.empty());
        String parameters = client(SsmClient.builder())
                .getParametersByPath(p -> p.path("/provision").recursive(true))
                .parameters()
                .toString();
        assertThat(account.told()
                        + config.lines()
                        + config.document()
                        + parameters
                        + account.cloud().requests().since(0))
                // What was missing first: here is a text that would have the values, were they told.
                .containsAnyOf("secret/demo", "parameter/demo-token")
                .doesNotContain(VALUE, PASSWORD);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(VALUE, PASSWORD);
            }
        }
    }
}
