package dev.provision.config;

import java.util.List;
import java.util.Optional;

/**
 * Rights of a function or a task.
 *
 * @param roleArn an existing role that is used instead of a created one
 * @param customPolicy statements added to the created role, each as IAM JSON
 */
public record AwsIam(Optional<String> roleArn, List<String> customPolicy) {
    public AwsIam {
        customPolicy = List.copyOf(customPolicy);
    }
}
