package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.PolicyReader.Kind;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;

/** A policy of an identity that the account does not keep, such as the one that a deployer shall get along with. */
public final class IdentityPolicy {
    private final Policy policy;

    private IdentityPolicy(Policy policy) {
        this.policy = policy;
    }

    /** What it says about a request. */
    public enum Ruling {
        ALLOWED,
        /** A statement denies it. */
        DENIED,
        /** No statement is about it, which means no. */
        SILENT
    }

    /** @throws AwsError {@code MalformedPolicyDocument}, in IAM's words */
    public static IdentityPolicy read(String document) {
        return new IdentityPolicy(PolicyReader.read(Kind.IDENTITY, document));
    }

    /**
     * What it says about an action.
     *
     * @param arn of the identity
     * @param resource an ARN, or {@code *} for an action that has none
     * @param context condition keys of the call, for example {@code iam:PassedToService}
     */
    public Ruling judge(String arn, String action, String resource, Map<String, String> context) {
        AccessRequest request = AccessRequest.of(new Principal.Identity(arn), action, resource, context);
        return switch (Policy.judge(List.of(policy), request)) {
            case ALLOWED -> Ruling.ALLOWED;
            case DENIED -> Ruling.DENIED;
            case SILENT -> Ruling.SILENT;
        };
    }
}
