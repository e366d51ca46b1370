package dev.provision.localcloud.lambda;

import java.util.Optional;

/** Invokes functions for other services. Blocks until the function has answered; never called under the control-plane lock. */
public interface Invoker {
    /**
     * Invokes a function synchronously.
     *
     * @param functionArn with or without a qualifier
     * @param caller the service that invokes, for example {@code elasticloadbalancing.amazonaws.com}
     * @param sourceArn on whose behalf, for example the target group's ARN
     * @param payload JSON
     */
    Outcome invoke(String functionArn, String caller, String sourceArn, String payload);

    /** Whether the function (and its qualifier) exists and its resource policy lets the caller invoke it for the source. */
    boolean mayInvoke(String functionArn, String caller, String sourceArn);

    /** How an invocation ended. */
    sealed interface Outcome {
        /** The function answered with {@code payload}. */
        record Answered(String payload) implements Outcome {}

        /**
         * The function failed.
         *
         * @param errorType for example {@code Runtime.ExitError}, {@code Sandbox.Timedout}
         * @param payload the error document
         */
        record FunctionError(String errorType, String payload) implements Outcome {}

        /** The function was throttled. */
        record Throttled(String reason) implements Outcome {}

        /** The invocation was refused before it reached the function: missing permission, unknown function, not active. */
        record Refused(String code, String message, Optional<String> detail) implements Outcome {}
    }
}
