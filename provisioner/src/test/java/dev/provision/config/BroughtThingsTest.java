package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are built already, topics that exist, and what must not be said of them. */
final class BroughtThingsTest {
    private static final String TOPIC = "arn:aws:sns:eu-west-2:123456789012:people";

    @TempDir
    private Path folder;

    private Environment load(String settings, String source, String compute) throws IOException {
        Files.writeString(folder.resolve("application.yaml"), "name: demo\nregion: eu-west-2\n");
        Files.writeString(folder.resolve("dev.yaml"), settings + """
                containers:
                  api:
                    %s
                    routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                    compute: { %s }
                """.formatted(source, compute));
        return new Environments(folder, Map.of()).load("dev", Optional.empty());
    }

    @Test
    void they_are_read() throws IOException {
        Environment environment = load(
                "alarms: { topicArn: \"" + TOPIC + "\", email: ops@example.com }\n",
                "image: registry.example.com:5000/team/orders:1.4.2",
                "type: awsFargateEcs, awsFargateEcs: { enableExecuteCommand: true }");
        assertThat(environment.alarms()).isEqualTo(new Alarms(Optional.of(TOPIC), Optional.of("ops@example.com")));
        Container container = environment.containers().getFirst();
        assertThat(container.source()).isEqualTo(new Source.Image("registry.example.com:5000/team/orders:1.4.2"));
        assertThat(container.compute())
                .isInstanceOfSatisfying(AwsFargateEcs.class, tasks -> assertThat(tasks.enableExecuteCommand())
                        .isTrue());
        String digest = "image: orders@sha256:" + "0".repeat(64);
        assertThat(load("", digest, "type: awsLambda").containers().getFirst().source())
                .isEqualTo(new Source.Image(digest.substring("image: ".length())));
    }

    @Test
    void every_mistake_is_named() {
        assertThatThrownBy(() -> load(
                        "alarms: { topicArn: \"arn:aws:sns:us-east-1:123456789012:people\", email: ops }\n",
                        "image: orders:latest",
                        "type: awsFargateEcs, awsFargateEcs: { enableExecuteCommand: maybe }"))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining("dev.yaml:1: alarms.email: expected an e-mail address, found 'ops'")
                .hasMessageContaining("containers.api.image: expected an image reference with a tag other than latest")
                .hasMessageContaining("enableExecuteCommand: expected true or false, found 'maybe'");
        assertThatThrownBy(() -> load(
                        "alarms: { topicArn: \"arn:aws:sns:us-east-1:123456789012:people\" }\n",
                        "src: service\n    image: orders:7",
                        "type: awsLambda"))
                .hasMessageContaining(
                        "alarms.topicArn: expected one of region eu-west-2, found 'arn:aws:sns:us-east-1:")
                .hasMessageContaining("dev.yaml:5: containers.api.image: is built already, and src names a module");
    }
}
