package dev.provision.localcloud.access;

import java.util.Map;

/**
 * A right that a call needs.
 *
 * @param action for example {@code ec2:CreateVpc}
 * @param resource an ARN; {@code *} for an action that has none
 * @param context condition keys, for example {@code iam:PassedToService}
 */
record Need(String action, String resource, Map<String, String> context) {
    Need {
        context = Map.copyOf(context);
    }

    static Need of(String action, String resource) {
        return new Need(action, resource, Map.of());
    }
}
