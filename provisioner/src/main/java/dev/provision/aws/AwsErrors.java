package dev.provision.aws;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.ProvisionException.QuotaReached;
import dev.provision.graph.ProvisionException.StepFailed;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the error codes of AWS mean. Codes, not texts: only what a denial is about is in nothing but the text. */
public final class AwsErrors {
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "AuthorizationError",
            "UnauthorizedException");
    private static final Set<String> NO_CREDENTIALS = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");
    private static final Set<String> QUOTA = Set.of(
            "CodeStorageExceededException",
            "LimitExceeded",
            "LimitExceededException",
            "QuotaExceededException",
            "ServiceQuotaExceededException");
    private static final Set<String> GONE = Set.of(
            "ClusterNotFoundException",
            "Gateway.NotAttached",
            "ListenerNotFound",
            "LoadBalancerNotFound",
            "NatGatewayNotFound",
            "NoSuchBucket",
            "NoSuchEntity",
            "NotFound",
            "NotFoundException",
            "ObjectNotFoundException",
            "ParameterNotFound",
            "ProvisionedConcurrencyConfigNotFoundException",
            "RepositoryNotFoundException",
            "RepositoryPolicyNotFoundException",
            "LifecyclePolicyNotFoundException",
            "ImageNotFoundException",
            "ResourceNotFound",
            "ResourceNotFoundException",
            "RuleNotFound",
            "ServiceNotActiveException",
            "ServiceNotFoundException",
            "TargetGroupNotFound",
            "WAFNonexistentItemException");
    private static final Set<String> IN_USE = Set.of(
            "ClusterContainsContainerInstancesException",
            "ClusterContainsServicesException",
            "ClusterContainsTasksException",
            "ConcurrentModification",
            "ConcurrentUpdateException",
            "DeleteConflict",
            "DependencyViolation",
            "InvalidGroup.InUse",
            "InvalidIPAddress.InUse",
            "OperationAbortedException",
            "ResourceConflictException",
            "ResourceInUse",
            "ResourceInUseException",
            "UpdateInProgressException");

    /** ECS has no code of its own for a task definition that is not there: DeregisterTaskDefinition, DescribeTaskDefinition. */
    private static final Set<String> GONE_TASK_DEFINITION =
            Set.of("The specified task definition does not exist.", "Unable to describe task definition.");

    private static final Pattern DENIED_ACTION =
            Pattern.compile("not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)");
    private static final Pattern DENIED_RESOURCE = Pattern.compile("on resource:? (\\S+)");

    private AwsErrors() {}

    /** Whether the thing that a call was about does not exist. */
    public static boolean gone(AwsRefused refused) {
        return refused.is(GONE)
                || refused.code().endsWith(".NotFound")
                || refused.code().endsWith(".Unknown")
                || (refused.is("ClientException")
                        && GONE_TASK_DEFINITION.stream().anyMatch(refused.getMessage()::contains));
    }

    /** Whether the caller may not do it. */
    static boolean denied(AwsRefused refused) {
        return refused.is(DENIED);
    }

    /** What AWS's words for a denial say, wherever they come from; empty if they name no action. */
    public static Optional<PermissionMissing> denial(String words, Throwable cause) {
        return found(DENIED_ACTION, words)
                .map(action -> new PermissionMissing(
                        action, found(DENIED_RESOURCE, words).orElse("*"), words, cause));
    }

    /** Whether something else still uses the thing that was to be deleted, or is at work on it. */
    public static boolean inUse(AwsRefused refused) {
        return refused.is(IN_USE);
    }

    /** Whether a quota is used up. Throttling is none: the SDK repeats a throttled call by itself. */
    public static boolean quota(AwsRefused refused) {
        return refused.is(QUOTA)
                || (refused.code().startsWith("TooMany") && !refused.is("TooManyRequestsException"))
                || (refused.code().endsWith("LimitExceeded") && !refused.is("RequestLimitExceeded"))
                || KnownQuota.of(refused).isPresent();
    }

    /** @param service the service as IAM actions name it, for example {@code ec2} */
    static ProvisionException translate(String service, AwsRefused refused) {
        String action = service + ":" + refused.operation();
        if (denied(refused)) {
            // What is denied may be what comes with the call: iam:PassRole with CreateFunction, ec2:CreateTags with
            // CreateVpc.
            String message = refused.getMessage();
            return denial(message, refused)
                    .orElseGet(() -> new PermissionMissing(
                            action, found(DENIED_RESOURCE, message).orElse("*"), message, refused));
        }
        if (refused.is(NO_CREDENTIALS)) {
            return new CredentialsMissing(
                    action + ": " + refused.getMessage(), "log in to AWS again, then repeat the command", refused);
        }
        if (quota(refused)) {
            Optional<KnownQuota> quota = KnownQuota.of(refused);
            return new QuotaReached(
                    action + ": "
                            + quota.map(known -> "quota " + known.title() + " is reached: ")
                                    .orElse("") + refused.getMessage(),
                    "delete what is no longer used, or ask for more: "
                            + quota.map(KnownQuota::request).orElse("the Service Quotas console"),
                    refused);
        }
        return new StepFailed(
                Optional.empty(),
                action + ": " + refused.getMessage(),
                "",
                "repeat the command once the cause is gone; what exists is kept",
                refused);
    }

    private static Optional<String> found(Pattern what, String message) {
        Matcher matcher = what.matcher(message);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
