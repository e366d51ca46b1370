package dev.provision.localcloud.lambda;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.lambda.LambdaCloud.FUNCTION;
import static dev.provision.localcloud.lambda.LambdaCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.time.ManualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.State;

/** The states of functions over the times that AWS takes. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LifecycleTest {
    @TempDir
    Path folder;

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private LambdaCloud lambda;
    private TestCloud cloud;
    private LambdaClient client;

    @BeforeEach
    void start() {
        lambda = LambdaCloud.start(folder, time);
        cloud = lambda.surroundings();
        client = lambda.client();
    }

    @AfterEach
    void stop() throws IOException {
        lambda.close();
    }

    private GetFunctionConfigurationResponse now() {
        return client.getFunctionConfiguration(r -> r.functionName(FUNCTION));
    }

    private void active() {
        time.advance(Duration.ofSeconds(8));
        assertThat(now().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void refusesWhileItIsPendingAndServesTheOldConfigurationWhileItIsUpdated() {
        client.createFunction(lambda.createRequest(f -> {}));
        time.advance(Duration.ofSeconds(7));
        assertThat(now().state()).isEqualTo(State.PENDING);
        String conflict = "ResourceConflictException";
        String pending = "following state: Pending";
        refused(() -> lambda.invoke("{}", r -> {}), conflict, pending);
        refused(() -> client.publishVersion(r -> r.functionName(FUNCTION)), conflict, pending);
        refused(
                () -> client.updateFunctionConfiguration(
                        r -> r.functionName(FUNCTION).timeout(5)),
                conflict,
                pending);
        time.advance(Duration.ofSeconds(1));

        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(256));
        assertThat(now().lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
        String updating = "An update is in progress";
        refused(
                () -> client.updateFunctionConfiguration(
                        r -> r.functionName(FUNCTION).timeout(5)),
                conflict,
                updating);
        refused(() -> client.publishVersion(r -> r.functionName(FUNCTION)), conflict, updating);
        String memory = "\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": ";
        assertThat(lambda.invoke("{}", r -> {}).payload().asUtf8String()).contains(memory + "\"128\"");
        time.advance(Duration.ofSeconds(3));
        assertThat(now().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(lambda.invoke("{}", r -> {}).payload().asUtf8String()).contains(memory + "\"256\"");
    }

    @Test
    void itsInterfacesTakeAMinuteTheFirstTimeAndLingerAfterItIsGone() {
        client.createFunction(lambda.createRequest(
                f -> f.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1"))));
        time.advance(Duration.ofSeconds(60));
        assertThat(now().state()).isEqualTo(State.PENDING);
        time.advance(Duration.ofSeconds(8));
        assertThat(now().state()).isEqualTo(State.ACTIVE);
        client.deleteFunction(r -> r.functionName(FUNCTION));
        time.advance(Duration.ofMinutes(14));
        assertThat(cloud.interfaces).hasSize(1);
        time.advance(Duration.ofMinutes(1));
        assertThat(cloud.interfaces).isEmpty();

        client.createFunction(lambda.createRequest(
                f -> f.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1"))));
        time.advance(Duration.ofSeconds(68));
        // The fast way: without its network first, and only then gone.
        client.updateFunctionConfiguration(
                r -> r.functionName(FUNCTION).vpcConfig(v -> v.subnetIds().securityGroupIds()));
        time.advance(Duration.ofSeconds(3));
        assertThat(now().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        client.deleteFunction(r -> r.functionName(FUNCTION));
        time.advance(Duration.ofMinutes(2));
        assertThat(cloud.interfaces).isEmpty();
    }

    private ProvisionedConcurrencyStatusEnum provisioned() {
        return client.getProvisionedConcurrencyConfig(
                        r -> r.functionName(FUNCTION).qualifier("live"))
                .status();
    }

    @Test
    void warmEnvironmentsMoveWithTheirAliasAndAreColdUntilThen() {
        client.createFunction(lambda.createRequest(f -> f.publish(true)));
        active();
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(256));
        time.advance(Duration.ofSeconds(3));
        client.publishVersion(r -> r.functionName(FUNCTION));
        time.advance(Duration.ofSeconds(3));
        client.createAlias(r -> r.functionName(FUNCTION).name("live").functionVersion("1"));
        client.putProvisionedConcurrencyConfig(
                r -> r.functionName(FUNCTION).qualifier("live").provisionedConcurrentExecutions(1));
        time.advance(Duration.ofSeconds(59));
        assertThat(provisioned()).isEqualTo(ProvisionedConcurrencyStatusEnum.IN_PROGRESS);
        time.advance(Duration.ofSeconds(1));
        await("it is ready", () -> provisioned() == ProvisionedConcurrencyStatusEnum.READY);
        String kind = "\"AWS_LAMBDA_INITIALIZATION_TYPE\": ";
        assertThat(lambda.invoke("{}", r -> r.qualifier("live")).payload().asUtf8String())
                .contains(kind + "\"provisioned-concurrency\"");

        client.updateAlias(r -> r.functionName(FUNCTION).name("live").functionVersion("2"));
        assertThat(provisioned()).isEqualTo(ProvisionedConcurrencyStatusEnum.IN_PROGRESS);
        assertThat(lambda.invoke("{}", r -> r.qualifier("live")).payload().asUtf8String())
                .contains(kind + "\"on-demand\"");
        time.advance(Duration.ofSeconds(60));
        await("it is ready", () -> provisioned() == ProvisionedConcurrencyStatusEnum.READY);
    }
}
