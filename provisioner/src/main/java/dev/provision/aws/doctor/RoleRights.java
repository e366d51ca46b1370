package dev.provision.aws.doctor;

import dev.provision.aws.Api;
import dev.provision.aws.Arn;
import dev.provision.aws.AwsConnection;
import dev.provision.graph.ProvisionException.PermissionMissing;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Whether the caller may hand somebody else's role to a service. No service has a dry run for that, so IAM is asked what the
 * caller's policies say: API_SimulatePrincipalPolicy.
 */
public final class RoleRights {
    private static final String PASS = "iam:PassRole";
    private final Api<IamClient> iam;
    private final Api<StsClient> sts;

    public RoleRights(AwsConnection connection) {
        this.iam = connection.api("iam", IamClient::builder);
        this.sts = connection.api("sts", StsClient::builder);
    }

    /** The IAM action that it uses beyond those of a step that looks at the role. */
    public static String action() {
        return "iam:SimulatePrincipalPolicy";
    }

    /** @param service that is to assume the role, for example {@code lambda.amazonaws.com} */
    public Finding passing(String role, String service) {
        GetCallerIdentityResponse caller = sts.call(StsClient::getCallerIdentity);
        String check = "role " + role;
        String to = " be passed to " + service;
        if (!new Arn(role).account().equals(caller.account())) {
            return Finding.bad(
                    check,
                    "it is in another account than " + caller.account() + ", in which provision works, and cannot" + to
                            + "; name one of this account");
        }
        try {
            return allowed(caller.arn(), role, service)
                    .map(allowed -> allowed
                            ? Finding.good(check, "may" + to)
                            : Finding.bad(
                                    check,
                                    "may not" + to + ": " + PASS + " is not allowed to " + caller.arn()
                                            + "; see what provision policy prints"))
                    .orElseGet(() -> Finding.note(
                            check, "whether it may" + to + " is not told: it depends on more than IAM simulates"));
        } catch (PermissionMissing denied) {
            return Finding.note(check, "whether it may" + to + " is not told: " + denied.getMessage());
        }
    }

    /** Empty where it is not known. */
    private Optional<Boolean> allowed(String caller, String role, String service) {
        if (caller.endsWith(":root")) {
            return Optional.of(true);
        }
        return owner(new Arn(caller))
                .flatMap(owner -> iam.find(c -> c.simulatePrincipalPolicy(s -> s.policySourceArn(owner)
                                .actionNames(PASS)
                                .resourceArns(role)
                                .contextEntries(ContextEntry.builder()
                                        .contextKeyName("iam:PassedToService")
                                        .contextKeyType(ContextKeyTypeEnum.STRING)
                                        .contextKeyValues(service)
                                        .build()))
                        .evaluationResults()))
                .flatMap(RoleRights::verdict);
    }

    /** Conditions on what IAM is not told here, such as the role's tags, may hold nevertheless. */
    private static Optional<Boolean> verdict(List<EvaluationResult> results) {
        boolean allowed =
                results.stream().allMatch(result -> result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED);
        boolean known = results.stream()
                .allMatch(result -> result.missingContextValues().isEmpty());
        return allowed || known ? Optional.of(allowed) : Optional.empty();
    }

    /** Whose policies decide about a caller: the user's, or those of the role that a session is of. */
    private Optional<String> owner(Arn caller) {
        return switch (caller.type()) {
            case "user" -> Optional.of(caller.value());
            case "assumed-role" -> Optional.of(roleOf(caller));
            default -> Optional.empty();
        };
    }

    /** STS leaves the path out; who may not look it up has most likely none. */
    private String roleOf(Arn session) {
        String name = session.resource().split("/", 3)[1];
        String pathless = "arn:" + session.partition() + ":iam::" + session.account() + ":role/" + name;
        try {
            return iam.find(c -> c.getRole(r -> r.roleName(name)).role().arn()).orElse(pathless);
        } catch (PermissionMissing denied) {
            return pathless;
        }
    }
}
