package dev.provision.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

/** Decides whether a caller may make a call; asked before every operation, under the control-plane lock. */
@FunctionalInterface
public interface Authorization {
    /** Everybody may do everything. */
    static Authorization none() {
        return (_, _) -> {};
    }

    /**
     * Lets a call pass.
     *
     * @throws AwsError as the service refuses it, if the caller may not make it
     */
    void check(Call call, SdkPojo request);
}
