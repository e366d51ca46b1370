package dev.provision.aws.iam;

import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Who may assume a role. */
record TrustPolicy(IamPolicy policy) {
    private static final List<String> ASSUMING = List.of("*", "sts:*", "sts:assumerole");

    /** @param document as IAM answers it */
    static TrustPolicy of(String document) {
        return new TrustPolicy(IamPolicy.fromJson(RoleStep.decoded(document)));
    }

    /** Whether a statement lets a service assume it; conditions, which only AWS can judge, are taken to hold. */
    boolean trusts(String service) {
        return policy.statements().stream()
                .filter(statement -> statement.effect().equals(IamEffect.ALLOW))
                .filter(TrustPolicy::isAssuming)
                .flatMap(statement -> statement.principals().stream())
                .anyMatch(principal ->
                        principal.equals(IamPrincipal.ALL) || principal.id().equals(service));
    }

    private static boolean isAssuming(IamStatement statement) {
        return statement.actions().stream()
                .anyMatch(action -> ASSUMING.stream().anyMatch(action.value()::equalsIgnoreCase));
    }
}
