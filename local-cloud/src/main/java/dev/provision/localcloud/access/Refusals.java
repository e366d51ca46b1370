package dev.provision.localcloud.access;

import dev.provision.localcloud.wire.AwsError;
import java.util.Set;

/** How each service words that a caller may not make a call. */
final class Refusals {
    private static final Set<String> QUERY =
            Set.of("iam", "elasticloadbalancing", "sts", "monitoring", "route53", "s3");

    private Refusals() {}

    /** A policy forbids it. */
    static AwsError denied(String service, String caller, Need need) {
        return refusal(service, caller, need, "with an explicit deny in an identity-based policy");
    }

    /** No policy allows it. */
    static AwsError missing(String service, String caller, Need need) {
        return refusal(
                service, caller, need, "because no identity-based policy allows the " + need.action() + " action");
    }

    private static AwsError refusal(String service, String caller, Need need, String why) {
        String words = "User: " + caller + " is not authorized to perform: " + need.action() + " on resource: "
                + need.resource() + " " + why;
        return switch (service) {
            case "ec2" ->
                new AwsError(
                        "UnauthorizedOperation", 403, "You are not authorized to perform this operation. " + words);
            case "sns" -> new AwsError("AuthorizationError", 403, words);
            case "lambda" -> new AwsError("AccessDeniedException", 403, words);
            default ->
                QUERY.contains(service)
                        ? new AwsError("AccessDenied", 403, words)
                        : AwsError.badRequest("AccessDeniedException", words);
        };
    }
}
