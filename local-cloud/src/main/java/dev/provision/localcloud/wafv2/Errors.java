package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.wire.AwsError;
import java.util.Map;

/** WAF's error codes and words. */
final class Errors {
    private Errors() {}

    static AwsError nonexistent() {
        return AwsError.badRequest(
                "WAFNonexistentItemException",
                "AWS WAF couldn’t perform the operation because your resource doesn’t exist.");
    }

    static AwsError duplicate() {
        return AwsError.badRequest(
                "WAFDuplicateItemException",
                "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.");
    }

    static AwsError stale() {
        return AwsError.badRequest(
                "WAFOptimisticLockException",
                "AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.");
    }

    static AwsError inUse() {
        return AwsError.badRequest(
                "WAFAssociatedItemException",
                "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.");
    }

    /** @param field as the API has it, for example {@code STATEMENT} */
    static AwsError invalid(String field, String reason) {
        return new AwsError(
                "WAFInvalidParameterException",
                400,
                "Error reason: " + reason + ", field: " + field + ", parameter: ",
                Map.of("Field", field, "Reason", reason));
    }

    static AwsError unsupported(String what) {
        return AwsError.badRequest("WAFInvalidOperationException", "The local cloud cannot evaluate " + what + ".");
    }
}
