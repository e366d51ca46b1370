package dev.provision.localcloud.iam;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * IAM: its operations, and the {@link Authority} for the services that run something on behalf of a role. The tagging API
 * lists neither roles nor policies, as in AWS, where IAM is in no region but us-east-1.
 */
public final class Iam {
    static final ServiceApi API = new ServiceApi(
            "iam", ServiceApi.Protocol.AWS_QUERY, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/");
    private final IamStore store;
    private final CloudTime time;
    private final RoleAuthority authority;
    private final Optional<User> user;

    public Iam(Account account, CloudTime time) {
        this(account, time, Propagation.none());
    }

    Iam(Account account, CloudTime time, Propagation propagation) {
        this(account, time, propagation, Optional.empty());
    }

    /**
     * @param propagation until when a new role cannot be assumed yet
     * @param user the account's one user, where there is one
     */
    public Iam(Account account, CloudTime time, Propagation propagation, Optional<User> user) {
        this.store = new IamStore(account);
        this.time = time;
        this.authority = new RoleAuthority(store, time, propagation);
        this.user = user;
    }

    /** Who calls with credentials that are no role's, and what they may do. */
    public record User(String arn, IdentityPolicy policy) {}

    /** What the assembly mounts. */
    public List<Object> parts() {
        return List.of(
                new RoleOperations(store, time),
                new RolePolicyOperations(store),
                new PolicyOperations(store, time),
                new PolicyVersionOperations(store, time),
                new ServiceLinkedRoleOperations(store, time),
                new SimulationOperations(store, authority, user),
                new AccountOperations(store, time.now()));
    }

    public Authority authority() {
        return authority;
    }

    /**
     * Whether a role exists and its trust policy lets somebody assume it.
     *
     * @param context condition keys of the call, for example {@code sts:ExternalId}
     */
    public boolean mayAssume(Principal principal, String roleArn, Map<String, String> context) {
        return authority.mayAssume(principal, roleArn, context);
    }

    /** Whether the service-linked role of a service, for example {@code ecs.amazonaws.com}, has been made. */
    public boolean hasServiceLinkedRole(String service) {
        return store.roles().stream().anyMatch(role -> role.arn().contains(":role/aws-service-role/" + service + "/"));
    }

    /** What a session of a role is made from; empty if there is no such role. */
    public Optional<Assumable> assumable(String roleArn) {
        return store.findRoleByArn(roleArn)
                .map(role -> new Assumable(
                        role.name(), role.about().id(), role.about().maxSessionSeconds()));
    }

    /**
     * @param roleName without its path
     * @param roleId {@code AROA…}
     * @param maxSessionSeconds how long a session may last
     */
    public record Assumable(String roleName, String roleId, int maxSessionSeconds) {}
}
