package dev.provision.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

/** Decides whether a caller may make a call; asked before every operation, under the control-plane lock. */
@FunctionalInterface
public interface Authorization {
    /** Everybody may do everything. */
    static Authorization none() {
        return (_, _) -> {};
    }

    /** Both of them, this one first. */
    default Authorization and(Authorization next) {
        return (call, request) -> {
            check(call, request);
            next.check(call, request);
        };
    }

    /**
     * Lets a call pass.
     *
     * @throws AwsError as the service refuses it, if the caller may not make it
     */
    void check(Call call, SdkPojo request);
}
