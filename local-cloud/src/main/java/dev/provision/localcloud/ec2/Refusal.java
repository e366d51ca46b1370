package dev.provision.localcloud.ec2;

import dev.provision.localcloud.wire.AwsError;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Ec2Request;

/** EC2's error codes and words (EC2 API reference, "Error codes for the Amazon EC2 API"). */
final class Refusal {
    private Refusal() {}

    static AwsError of(String code, String message) {
        return AwsError.badRequest(code, message);
    }

    static AwsError invalid(String message) {
        return of("InvalidParameterValue", message);
    }

    static AwsError invalid(String parameter, Object value, String why) {
        return invalid("Value (" + value + ") for parameter " + parameter + " is invalid. " + why);
    }

    static AwsError dependency(String message) {
        return of("DependencyViolation", message);
    }

    static AwsError missing(String parameter) {
        return of("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static AwsError forbidden() {
        return of("AuthFailure", "You do not have permission to access the specified resource.");
    }

    static AwsError unsupported(String what) {
        return of("UnsupportedOperation", "The local cloud does not have " + what + ".");
    }

    /** The value of a parameter that must be there. */
    static <T> T required(T value, String parameter) {
        return Optional.ofNullable(value).orElseThrow(() -> missing(parameter));
    }

    /** Refuses when a quota is used up. */
    static void quota(long used, int limit, String code, String plural) {
        if (used >= limit) {
            throw of(code, "The maximum number of " + plural + " has been reached.");
        }
    }

    /** Ends a request that only asks whether it would be allowed; called first in every operation. */
    static void dryRun(Ec2Request request) {
        if (request.getValueForField("DryRun", Boolean.class).orElse(false)) {
            throw new AwsError("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");
        }
    }
}
