package dev.provision.localcloud.lambda;

import dev.provision.localcloud.runtime.Image;
import dev.provision.localcloud.state.Ids;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatusReasonCode;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;

/**
 * A version of a function: {@code $LATEST} at one point in time, or a published one.
 *
 * @param id of this code with this configuration; execution environments belong to it
 * @param config as the API shows it
 * @param imageUri as it was given
 * @param image what that was then
 */
record FunctionVersion(String id, FunctionConfiguration config, String imageUri, Image image) {
    static final String LATEST = "$LATEST";

    FunctionVersion(FunctionConfiguration config, String imageUri, Image image) {
        this(Ids.hex(32), config, imageUri, image);
    }

    String version() {
        return config.version();
    }

    boolean active() {
        return config.state() == State.ACTIVE;
    }

    boolean failed() {
        return config.state() == State.FAILED;
    }

    boolean idle() {
        return config.state() == State.INACTIVE;
    }

    boolean updating() {
        return config.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS;
    }

    List<String> subnetIds() {
        return config.vpcConfig() == null ? List.of() : config.vpcConfig().subnetIds();
    }

    /** The image by its digest, as GetFunction shows it. */
    String resolvedImageUri() {
        return imageUri.replaceFirst("(@sha256:[0-9a-f]+|:[^:/]+)$", "") + "@" + image.digest();
    }

    /** The same code and configuration, described otherwise. */
    FunctionVersion with(Consumer<FunctionConfiguration.Builder> change) {
        return new FunctionVersion(id, config.copy(change), imageUri, image);
    }

    FunctionVersion withState(State state, String reason, StateReasonCode code) {
        return with(config -> config.state(state).stateReason(reason).stateReasonCode(code));
    }

    FunctionVersion nowActive() {
        return with(config -> config.state(State.ACTIVE)
                .stateReason(null)
                .stateReasonCode((String) null)
                .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL)
                .lastUpdateStatusReason(null)
                .lastUpdateStatusReasonCode((String) null));
    }

    FunctionVersion nowUpdating() {
        return with(config -> config.lastUpdateStatus(LastUpdateStatus.IN_PROGRESS)
                .lastUpdateStatusReason("The function is being created.")
                .lastUpdateStatusReasonCode(LastUpdateStatusReasonCode.fromValue("Creating")));
    }

    /** What must differ for a version to be worth publishing. */
    FunctionConfiguration substance() {
        return config.copy(c -> c.version(null)
                .functionArn(null)
                .description(null)
                .lastModified(null)
                .revisionId(null)
                .state((String) null)
                .stateReason(null)
                .stateReasonCode((String) null)
                .lastUpdateStatus((String) null)
                .lastUpdateStatusReason(null)
                .lastUpdateStatusReasonCode((String) null));
    }
}
