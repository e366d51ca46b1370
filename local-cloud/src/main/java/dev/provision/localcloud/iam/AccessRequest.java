package dev.provision.localcloud.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What policies are asked about.
 *
 * @param principal who asks
 * @param action for example {@code ecr:BatchGetImage}
 * @param resource an ARN, or {@code *} for an action that has none
 * @param context values by lower-case condition key
 */
record AccessRequest(Principal principal, String action, String resource, Map<String, List<String>> context) {
    AccessRequest {
        context = Map.copyOf(context);
    }

    /** With one value for each condition key, whose case does not matter. */
    static AccessRequest of(Principal principal, String action, String resource, Map<String, String> context) {
        Map<String, List<String>> values = context.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), entry -> List.of(entry.getValue())));
        return new AccessRequest(principal, action, resource, values);
    }
}
