package dev.provision.aws.iam;

import java.util.List;

/**
 * Allows actions on resources.
 *
 * @param actions for example {@code logs:PutLogEvents}
 * @param resources ARNs, or {@code *}
 */
public record PolicyStatement(List<String> actions, List<String> resources) {
    public PolicyStatement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
    }

    public static PolicyStatement allow(String resource, String... actions) {
        return new PolicyStatement(List.of(actions), List.of(resource));
    }
}
