package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The files in config/ say what is promised of them. */
final class ShippedConfigTest {
    private static final AutoScaling SCALING = new AutoScaling(AutoScaling.Policy.STEP, 60, 70);
    private final Environments environments = new Environments(Path.of("..", "config"), Map.of());

    private List<Compute> computes(String env) {
        return load(env).containers().stream().map(Container::compute).toList();
    }

    private Environment load(String env) {
        return environments.load(env, Optional.empty());
    }

    @Test
    void thereAreFive() {
        assertThat(environments.names())
                .containsExactly("dev", "local", "production", "production-high-traffic", "staging");
    }

    @Test
    void localHasBothComputesOnTheLocalCloud() {
        Environment local = load("local");
        assertThat(local.prefix()).isEqualTo("helidon-demo-api-local");
        assertThat(local.cloud()).isEqualTo(new Cloud.Local(URI.create("http://127.0.0.1:4566"), 8000));
        assertThat(local.cloud().reachablePort(80)).isEqualTo(8080);
        assertThat(local.image().base()).isEmpty();
        assertThat(local.containers().stream().map(Container::routing))
                .containsExactly(
                        new Routing("/lambda/*", "/lambda/health"), new Routing("/fargate/*", "/fargate/health"));
        assertThat(computes("local"))
                .containsExactly(
                        new AwsLambda(512, 30, OptionalInt.empty(), 0), new AwsFargateEcs(256, 512, 1, 10, SCALING));
    }

    @Test
    void theOthersRunOnAws() {
        assertThat(load("dev").cloud()).isEqualTo(new Cloud.Aws());
        assertThat(load("dev").region()).isEqualTo("eu-west-2");
        assertThat(computes("dev")).containsExactly(new AwsLambda(512, 30, OptionalInt.empty(), 0));
        assertThat(computes("staging"))
                .containsExactly(
                        new AwsLambda(1024, 30, OptionalInt.empty(), 1), new AwsFargateEcs(256, 512, 1, 10, SCALING));
        assertThat(computes("production")).containsExactly(new AwsLambda(1024, 30, OptionalInt.of(100), 5));
        assertThat(computes("production-high-traffic")).containsExactly(new AwsFargateEcs(1024, 2048, 3, 20, SCALING));
    }
}
