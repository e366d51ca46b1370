package dev.provision.localcloud.iam;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.wire.AwsError;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The account's roles and managed policies. Used under the control-plane lock. */
final class IamStore {
    private final Account account;
    private final Map<String, Role> roles = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, ManagedPolicy> policies = new TreeMap<>();

    IamStore(Account account) {
        this.account = account;
        AwsManagedPolicies.all().forEach(policy -> policies.put(policy.arn(), policy));
    }

    Account account() {
        return account;
    }

    String arn(String kind, String path, String name) {
        return account.globalArn("iam", kind + path + name);
    }

    Collection<Role> roles() {
        return roles.values();
    }

    Optional<Role> findRole(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    Optional<Role> findRoleByArn(String arn) {
        return roles.values().stream().filter(role -> role.arn().equals(arn)).findFirst();
    }

    /** @throws AwsError {@code NoSuchEntity} */
    Role role(String name) {
        Names.role(name);
        return findRole(name).orElseThrow(() -> noSuchEntity("The role with name " + name + " cannot be found."));
    }

    /**
     * A role that its owner, not a service, may change.
     *
     * @throws AwsError {@code NoSuchEntity}, {@code UnmodifiableEntity}
     */
    Role modifiable(String name) {
        Role role = role(name);
        if (role.serviceLinked()) {
            throw AwsError.badRequest(
                    "UnmodifiableEntity",
                    "Cannot perform the operation on the protected role '" + role.name()
                            + "' - this role is only modifiable by AWS");
        }
        return role;
    }

    void change(Role role, UnaryOperator<Role> change) {
        put(change.apply(role));
    }

    void put(Role role) {
        roles.put(role.name(), role);
    }

    void remove(Role role) {
        roles.remove(role.name());
    }

    Collection<ManagedPolicy> policies() {
        return policies.values();
    }

    Optional<ManagedPolicy> findPolicy(String arn) {
        return Optional.ofNullable(policies.get(arn));
    }

    void put(ManagedPolicy policy) {
        policies.put(policy.arn(), policy);
    }

    void remove(ManagedPolicy policy) {
        policies.remove(policy.arn());
    }

    static AwsError noSuchEntity(String message) {
        return new AwsError("NoSuchEntity", 404, message);
    }

    static AwsError limitExceeded(String message) {
        return new AwsError("LimitExceeded", 409, message);
    }

    static AwsError alreadyExists(String message) {
        return new AwsError("EntityAlreadyExists", 409, message);
    }

    static AwsError deleteConflict(String message) {
        return new AwsError("DeleteConflict", 409, message);
    }
}
