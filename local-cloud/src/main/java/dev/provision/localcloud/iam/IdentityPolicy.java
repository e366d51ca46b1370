package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.PolicyReader.Kind;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;

/** A policy of an identity that the account does not keep, such as the one that a deployer shall get along with. */
@FunctionalInterface
public interface IdentityPolicy {
    /** What it says about a request. */
    enum Ruling {
        ALLOWED,
        /** A statement denies it. */
        DENIED,
        /** No statement is about it, which means no. */
        SILENT
    }

    /** @throws AwsError {@code MalformedPolicyDocument}, in IAM's words */
    static IdentityPolicy read(String document) {
        Policy policy = PolicyReader.read(Kind.IDENTITY, document);
        return (arn, action, resource, context) -> {
            AccessRequest request = AccessRequest.of(new Principal.Identity(arn), action, resource, context);
            return switch (Policy.judge(List.of(policy), request)) {
                case ALLOWED -> Ruling.ALLOWED;
                case DENIED -> Ruling.DENIED;
                case SILENT -> Ruling.SILENT;
            };
        };
    }

    /**
     * What it says about an action.
     *
     * @param arn of the identity
     * @param resource an ARN, or {@code *} for an action that has none
     * @param context condition keys of the call, for example {@code iam:PassedToService}
     */
    Ruling judge(String arn, String action, String resource, Map<String, String> context);
}
