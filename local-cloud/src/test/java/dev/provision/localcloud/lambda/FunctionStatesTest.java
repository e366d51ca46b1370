package dev.provision.localcloud.lambda;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.lambda.LambdaCloud.FUNCTION;
import static dev.provision.localcloud.lambda.LambdaCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.runtime.Image;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatusReasonCode;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;

/** What stands in the way of functions after the call that made or changed them has been answered. */
@Timeout(60)
class FunctionStatesTest extends LambdaFixture {
    private GetFunctionConfigurationResponse now() {
        return client.getFunctionConfiguration(r -> r.functionName(FUNCTION));
    }

    private void awaitUpdate(LastUpdateStatus status) {
        await("update " + status, () -> now().lastUpdateStatus() == status);
    }

    @Test
    void aDeletedImageIsMissedByWhatIsNewOnly() {
        lambda.create(f -> {});
        Map<String, Image> kept = Map.copyOf(cloud.images);
        cloud.images.clear();
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(256));
        awaitUpdate(LastUpdateStatus.FAILED);
        assertThat(now().lastUpdateStatusReasonCode()).isEqualTo(LastUpdateStatusReasonCode.IMAGE_DELETED);
        assertThat(now().state()).isEqualTo(State.ACTIVE);
        assertThat(lambda.invoke("{}", r -> {}).payload().asUtf8String())
                .as("what served before the update still does")
                .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": \"128\"");

        String version = client.publishVersion(r -> r.functionName(FUNCTION)).version();
        await(
                "the version",
                () -> client.getFunctionConfiguration(
                                        r -> r.functionName(FUNCTION).qualifier(version))
                                .stateReasonCode()
                        == StateReasonCode.IMAGE_DELETED);
        refused(
                () -> lambda.invoke("{}", r -> r.qualifier(version)),
                "ResourceConflictException",
                "following state: Failed");

        cloud.images.putAll(kept);
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(512));
        awaitUpdate(LastUpdateStatus.SUCCESSFUL);
        assertThat(lambda.invoke("{}", r -> {}).payload().asUtf8String())
                .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": \"512\"");
    }

    @Test
    void anUpdateThatFailedHoldsNoNetworkInterfaceOnceItIsReplaced() {
        lambda.create(f -> f.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1")));
        Map<String, Image> kept = Map.copyOf(cloud.images);
        cloud.images.clear();
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(256));
        awaitUpdate(LastUpdateStatus.FAILED);
        cloud.images.putAll(kept);
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(512));
        awaitUpdate(LastUpdateStatus.SUCCESSFUL);
        assertThat(cloud.interfaces).hasSize(1);
        client.deleteFunction(r -> r.functionName(FUNCTION));
        assertThat(cloud.interfaces).isEmpty();
    }

    @Test
    void aFullSubnetMakesAFunctionFailUntilThereIsRoom() {
        cloud.fullSubnets.add("subnet-2");
        client.createFunction(lambda.createRequest(
                f -> f.vpcConfig(v -> v.subnetIds("subnet-1", "subnet-2").securityGroupIds("sg-1"))));
        await("it fails", () -> now().state() == State.FAILED);
        assertThat(now().stateReasonCode()).isEqualTo(StateReasonCode.SUBNET_OUT_OF_IP_ADDRESSES);
        refused(() -> lambda.invoke("{}", r -> {}), "ResourceConflictException", "following state: Failed");
        refused(
                () -> client.publishVersion(r -> r.functionName(FUNCTION)),
                "ResourceConflictException",
                "following state: Failed");
        cloud.fullSubnets.clear();
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).description("once more"));
        await("it is active", () -> now().state() == State.ACTIVE);
        assertThat(cloud.interfaces).hasSize(2);
        assertThat(lambda.invoke("{}", r -> {}).functionError()).isNull();
    }

    @Test
    void theFirstInvocationOfAnIdleFunctionFailsAndBringsItBack() {
        lambda.create(f -> f.vpcConfig(v -> v.subnetIds("subnet-1").securityGroupIds("sg-1")));
        assertThat(lambda.invoke("{}", r -> {}).functionError()).isNull();
        lambda.idle();
        assertThat(now().state()).isEqualTo(State.INACTIVE);
        assertThat(now().stateReasonCode()).isEqualTo(StateReasonCode.IDLE);
        assertThat(cloud.interfaces).isEmpty();
        refused(() -> lambda.invoke("{}", r -> {}), "ResourceNotReadyException", "Wait for the VPC connection");
        await("it is active", () -> now().state() == State.ACTIVE);
        assertThat(cloud.interfaces).hasSize(1);
        assertThat(lambda.invoke("{}", r -> {}).functionError()).isNull();
    }
}
