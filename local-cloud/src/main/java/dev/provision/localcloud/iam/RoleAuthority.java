package dev.provision.localcloud.iam;

import dev.provision.localcloud.iam.Policy.Verdict;
import dev.provision.localcloud.iam.PolicyReader.Kind;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers from the account's roles and policies. */
final class RoleAuthority implements Authority {
    private static final String ASSUME = "sts:AssumeRole";
    private final IamStore store;
    private final CloudTime time;
    private final Propagation propagation;

    RoleAuthority(IamStore store, CloudTime time, Propagation propagation) {
        this.store = store;
        this.time = time;
        this.propagation = propagation;
    }

    @Override
    public boolean mayAssume(String servicePrincipal, String roleArn) {
        return mayAssume(new Principal.Service(servicePrincipal), roleArn, Map.of());
    }

    /** As for a service; the context has condition keys such as {@code sts:ExternalId}. */
    boolean mayAssume(Principal principal, String roleArn, Map<String, String> context) {
        return arrived(roleArn)
                .map(role -> PolicyReader.read(Kind.TRUST, role.trustPolicy()))
                .map(trust -> Policy.judge(List.of(trust), AccessRequest.of(principal, ASSUME, roleArn, context)))
                .filter(Verdict::allowed)
                .isPresent();
    }

    @Override
    public boolean allows(String roleArn, String action, String resourceArn) {
        return arrived(roleArn)
                .filter(role -> allows(role, action, resourceArn))
                .isPresent();
    }

    private Optional<Role> arrived(String roleArn) {
        return store.findRoleByArn(roleArn)
                .filter(role -> propagation.roleArrived(role.about().created(), time.now()));
    }

    private boolean allows(Role role, String action, String resourceArn) {
        return judge(role, AccessRequest.of(new Principal.Identity(role.arn()), action, resourceArn, Map.of()))
                .allowed();
    }

    /** What the role's policies, within its boundary, say about a request. */
    Verdict judge(Role role, AccessRequest request) {
        Verdict own = Policy.judge(policies(role), request);
        return own.allowed()
                ? role.permissionsBoundary()
                        .flatMap(store::findPolicy)
                        .map(boundary -> Policy.judge(List.of(identity(boundary.document())), request))
                        .orElse(own)
                : own;
    }

    private List<Policy> policies(Role role) {
        Stream<String> managed = role.attached().stream()
                .map(store::findPolicy)
                .flatMap(Optional::stream)
                .map(ManagedPolicy::document);
        return Stream.concat(role.inlinePolicies().values().stream(), managed)
                .map(RoleAuthority::identity)
                .toList();
    }

    private static Policy identity(String document) {
        return PolicyReader.read(Kind.IDENTITY, document);
    }

    @Override
    public boolean resourcePolicyAllows(
            String policyJson, Principal principal, String action, String resourceArn, Map<String, String> conditions) {
        try {
            Policy policy = PolicyReader.read(Kind.RESOURCE, policyJson);
            AccessRequest request = AccessRequest.of(principal, action, resourceArn, conditions);
            return Policy.judge(List.of(policy), request).allowed();
        } catch (AwsError unreadable) {
            // A policy that a service stored without checking it grants nothing.
            return false;
        }
    }
}
