package dev.provision.localcloud.iam;

import java.util.Map;

/** What roles may do. Called under the control-plane lock. */
public interface Authority {
    /** Whether the role exists and its trust policy lets {@code servicePrincipal} (for example {@code lambda.amazonaws.com}) assume it. */
    boolean mayAssume(String servicePrincipal, String roleArn);

    /** Whether the role's policies allow the action on the resource. */
    boolean allows(String roleArn, String action, String resourceArn);

    /**
     * Whether a resource's own policy allows a service the action.
     *
     * @param policyJson the resource policy
     * @param servicePrincipal for example {@code elasticloadbalancing.amazonaws.com}
     * @param conditions context keys of the call, for example {@code aws:SourceArn}
     */
    default boolean resourcePolicyAllows(
            String policyJson,
            String servicePrincipal,
            String action,
            String resourceArn,
            Map<String, String> conditions) {
        return resourcePolicyAllows(
                policyJson, new Principal.Service(servicePrincipal), action, resourceArn, conditions);
    }

    /**
     * Whether a resource's own policy allows somebody the action.
     *
     * @param policyJson the resource policy
     * @param conditions context keys of the call, for example {@code aws:SourceArn}
     */
    boolean resourcePolicyAllows(
            String policyJson, Principal principal, String action, String resourceArn, Map<String, String> conditions);
}
