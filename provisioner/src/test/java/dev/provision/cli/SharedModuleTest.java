package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.aws.AwsConnection;
import dev.provision.image.DemoModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Containers of the same module have the same image, whichever of them there are. */
@Timeout(180)
final class SharedModuleTest {
    private static final String CONTAINER = """
              %1$s:
                src: demo
                routing: { pathPattern: /%1$s/*, pathHealthCheck: /%1$s/health }
                compute: { type: awsFargateEcs, awsFargateEcs: { minInstances: 1, maxInstances: 2 } }
            """;

    @TempDir
    private Path home;

    private Account account;

    @Test
    void aContainerThatComesOrGoesReleasesNothingOfTheOther() throws IOException {
        DemoModule.in(home.resolve("demo"));
        try (Account opened = Account.open(home)) {
            account = opened;
            up("orders");
            assertThat(releases()).containsExactly("1 orders");
            List<String> tags = tags();
            assertThat(tags).hasSize(1);
            String runs = taskDefinition("orders");

            up("orders", "invoices");
            assertThat(releases()).containsExactly("2 invoices", "1 orders");
            assertThat(tags()).isEqualTo(tags);
            assertThat(taskDefinition("orders")).isEqualTo(runs);

            up("orders");
            assertThat(releases()).containsExactly("2 invoices", "1 orders");
            assertThat(tags()).isEqualTo(tags);
            assertThat(taskDefinition("orders")).isEqualTo(runs);
        }
    }

    private void up(String... containers) {
        account.environment(
                "dev", List.of(containers).stream().map(CONTAINER::formatted).toArray(String[]::new));
        assertThat(account.run("up", "--env", "dev", "--yes"))
                .as(account.told())
                .isZero();
    }

    /** Each with the containers that were released. */
    private List<String> releases() {
        int before = account.told().length();
        assertThat(account.run("releases", "--env", "dev", "--output", "json")).isZero();
        return JsonNode.parser()
                .parse(account.told().substring(before))
                .field("releases")
                .orElseThrow()
                .asArray()
                .stream()
                .map(release -> release.field("release").orElseThrow().asNumber() + " "
                        + String.join(
                                ", ",
                                release.field("routes").orElseThrow().asArray().stream()
                                        .map(route -> route.field("container")
                                                .orElseThrow()
                                                .asString())
                                        .toList()))
                .toList();
    }

    /** Of the images that were pushed. */
    private List<String> tags() {
        try (EcrClient ecr = connection().client(EcrClient.builder())) {
            return ecr.describeImages(r -> r.repositoryName("demo-dev")).imageDetails().stream()
                    .map(ImageDetail::imageTags)
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private String taskDefinition(String container) {
        try (EcsClient ecs = connection().client(EcsClient.builder())) {
            return ecs.describeServices(r -> r.cluster("demo-dev").services("demo-dev-" + container + "-blue"))
                    .services()
                    .getFirst()
                    .taskDefinition();
        }
    }

    private AwsConnection connection() {
        return AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {});
    }
}
