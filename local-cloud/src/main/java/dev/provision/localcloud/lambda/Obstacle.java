package dev.provision.localcloud.lambda;

import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatusReasonCode;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;

/**
 * Why a version does not come into effect, found out after the call that made it has been answered (Lambda guide,
 * functions-states).
 */
enum Obstacle {
    IMAGE_DELETED("ImageDeleted", "The container image of the function was deleted from its repository."),
    SUBNET_FULL("SubnetOutOfIPAddresses", "The subnet of the function has no more free IP addresses.");

    private final String code;
    private final String reason;

    Obstacle(String code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The version with what it shows: a new one has failed, of one that serves the update has. */
    FunctionVersion shownBy(FunctionVersion version) {
        FunctionVersion refused = version.with(config -> config.lastUpdateStatus(LastUpdateStatus.FAILED)
                .lastUpdateStatusReason(reason)
                .lastUpdateStatusReasonCode(LastUpdateStatusReasonCode.fromValue(code)));
        return version.active() ? refused : refused.withState(State.FAILED, reason, StateReasonCode.fromValue(code));
    }
}
