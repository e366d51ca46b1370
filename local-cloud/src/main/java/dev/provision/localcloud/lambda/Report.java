package dev.provision.localcloud.lambda;

import software.amazon.awssdk.core.SdkBytes;

/** What the runtime in an environment reported. */
sealed interface Report {
    /** The function's answer. */
    record Response(SdkBytes payload) implements Report {}

    /**
     * The function failed, by the runtime's own word.
     *
     * @param type the category, for example {@code Function.UnknownReason}
     * @param payload the error document
     */
    record FunctionError(String type, SdkBytes payload) implements Report {}
}
