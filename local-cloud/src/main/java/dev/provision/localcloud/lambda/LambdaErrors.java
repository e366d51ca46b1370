package dev.provision.localcloud.lambda;

import dev.provision.localcloud.wire.AwsError;
import java.util.Map;

/** Lambda's refusals, in its words. */
final class LambdaErrors {
    private LambdaErrors() {}

    static AwsError invalidParameter(String message) {
        return new AwsError("InvalidParameterValueException", 400, message, Map.of("Type", "User"));
    }

    static AwsError notFound(String message) {
        return new AwsError("ResourceNotFoundException", 404, message, Map.of("Type", "User"));
    }

    static AwsError functionNotFound(String arn) {
        return notFound("Function not found: " + arn);
    }

    static AwsError conflict(String message) {
        return new AwsError("ResourceConflictException", 409, message, Map.of("Type", "User"));
    }

    static AwsError notReady() {
        return new AwsError(
                "ResourceNotReadyException",
                502,
                "The function is inactive and its VPC connection is no longer available. Wait for the VPC connection to"
                        + " reestablish and try again.",
                Map.of("Type", "Service"));
    }

    static AwsError preconditionFailed() {
        return new AwsError(
                "PreconditionFailedException",
                412,
                "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest Revision Id",
                Map.of("Type", "User"));
    }

    /** The general refusal of a value that does not fit the model. */
    static AwsError validation(String member, Object value, String constraint) {
        return AwsError.badRequest(
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }
}
