package dev.provision.localcloud.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param allow {@code true} for Allow, {@code false} for Deny
 * @param principals whom it is for; empty in an identity's policy, which is for that identity
 * @param actions what it is about
 * @param resources what on; empty in a trust policy, which is about its role
 * @param conditions by operator
 */
record Statement(
        boolean allow,
        Optional<Principals> principals,
        Patterns actions,
        Optional<Patterns> resources,
        List<Condition> conditions) {
    Statement {
        conditions = List.copyOf(conditions);
    }

    /**
     * A list of patterns, or everything but a list.
     *
     * @param except whether it is everything but
     */
    record Patterns(boolean except, List<String> values) {
        Patterns {
            values = List.copyOf(values);
        }
    }

    /**
     * The Principal or NotPrincipal of a statement.
     *
     * @param except whether it is NotPrincipal
     * @param byType names by {@code AWS}, {@code Service}, {@code Federated}; {@code *} stands under {@code AWS}
     */
    record Principals(boolean except, Map<String, List<String>> byType) {
        Principals {
            byType = Map.copyOf(byType);
        }

        boolean covers(Principal principal) {
            return except != names(principal);
        }

        private boolean names(Principal principal) {
            return switch (principal) {
                case Principal.Service(String name) ->
                    byType.getOrDefault("Service", List.of()).contains(name)
                            || byType.getOrDefault("AWS", List.of()).contains("*");
                case Principal.Identity identity ->
                    byType.getOrDefault("AWS", List.of()).stream().anyMatch(name -> names(name, identity));
            };
        }

        /** An account, by its number or its root, stands for every identity in it. */
        private static boolean names(String name, Principal.Identity identity) {
            return name.equals("*")
                    || name.equals(identity.arn())
                    || name.equals(identity.account())
                    || name.equals("arn:aws:iam::" + identity.account() + ":root");
        }
    }

    /** Whether the statement says anything about a request. */
    boolean applies(AccessRequest request) {
        return principals.map(who -> who.covers(request.principal())).orElse(true)
                && coversAction(request.action())
                && resources
                        .map(what -> coversResource(what, request.resource()))
                        .orElse(true)
                && conditions.stream().allMatch(condition -> condition.holds(request.context()));
    }

    private boolean coversAction(String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        return actions.except()
                != actions.values().stream()
                        .anyMatch(pattern -> Wildcards.match(pattern.toLowerCase(Locale.ROOT), lower));
    }

    private static boolean coversResource(Patterns resources, String resource) {
        return resources.except()
                != resources.values().stream().anyMatch(pattern -> Wildcards.match(pattern, resource));
    }
}
