package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.Policy.Verdict;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/** What somebody would be allowed by their own policies, without doing it. */
final class SimulationOperations implements AwsService {
    private final IamStore store;
    private final RoleAuthority authority;
    private final Optional<Iam.User> user;

    SimulationOperations(IamStore store, RoleAuthority authority, Optional<Iam.User> user) {
        this.store = store;
        this.authority = authority;
        this.user = user;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    /** Answers whom a policy of its own is read for: the account's user, and roles. */
    @FunctionalInterface
    private interface Judge {
        Verdict judge(String action, String resource, Map<String, String> context);
    }

    public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(SimulatePrincipalPolicyRequest request) {
        if (!request.policyInputList().isEmpty() || request.resourcePolicy() != null) {
            throw AwsError.badRequest("InvalidInput", "the local cloud simulates attached policies only");
        }
        if (request.actionNames().isEmpty()) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "1 validation error detected: Value null at 'actionNames' failed to satisfy constraint: Member must"
                            + " not be null");
        }
        Judge judge = judge(String.valueOf(request.policySourceArn()));
        Map<String, String> context = new HashMap<>();
        for (ContextEntry entry : request.contextEntries()) {
            entry.contextKeyValues().stream()
                    .findFirst()
                    .ifPresent(value -> context.put(entry.contextKeyName(), value));
        }
        List<String> resources = request.resourceArns().isEmpty() ? List.of("*") : request.resourceArns();
        return SimulatePrincipalPolicyResponse.builder()
                .evaluationResults(request.actionNames().stream()
                        .flatMap(action -> resources.stream()
                                .map(resource -> result(action, resource, judge.judge(action, resource, context))))
                        .toList())
                .isTruncated(false)
                .build();
    }

    private Judge judge(String arn) {
        Optional<Judge> ofUser = user.filter(known -> known.arn().equals(arn))
                .map(known ->
                        (action, resource, context) -> verdict(known.policy().judge(arn, action, resource, context)));
        return ofUser.or(() -> store.findRoleByArn(arn)
                        .map(role -> (action, resource, context) -> authority.judge(
                                role, AccessRequest.of(new Principal.Identity(arn), action, resource, context))))
                .orElseThrow(() -> unknown(arn));
    }

    /** Only users, groups and roles have policies that can be simulated: neither the root user nor a session. */
    private static AwsError unknown(String arn) {
        return arn.matches("arn:aws:iam::\\d{12}:(user|group|role)/.+")
                ? IamStore.noSuchEntity("The entity with ARN " + arn + " cannot be found.")
                : AwsError.badRequest(
                        "InvalidInput",
                        "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
    }

    private static Verdict verdict(IdentityPolicy.Ruling ruling) {
        return switch (ruling) {
            case ALLOWED -> Verdict.ALLOWED;
            case DENIED -> Verdict.DENIED;
            case SILENT -> Verdict.SILENT;
        };
    }

    private static EvaluationResult result(String action, String resource, Verdict verdict) {
        return EvaluationResult.builder()
                .evalActionName(action)
                .evalResourceName(resource)
                .evalDecision(
                        switch (verdict) {
                            case ALLOWED -> PolicyEvaluationDecisionType.ALLOWED;
                            case DENIED -> PolicyEvaluationDecisionType.EXPLICIT_DENY;
                            case SILENT -> PolicyEvaluationDecisionType.IMPLICIT_DENY;
                        })
                .build();
    }
}
