package dev.provision.aws.secrets;

import dev.provision.graph.Ref;
import java.util.Optional;

/**
 * What an environment variable gets its value from.
 *
 * @param field of the JSON object that the secret is; empty: the whole text
 */
public record SecretVariable(Ref<KeptSecret> secret, Optional<String> field) {
    /** As ECS takes it, once the secret is found: specifying-sensitive-data-tutorial in the ECS guide. */
    Optional<String> valueFrom() {
        return secret.live()
                .map(kept -> kept.arn() + field.map(key -> ":" + key + "::").orElse(""));
    }

    /** As the service resolves it on Lambda, once the secret is found. */
    Optional<String> reference() {
        return secret.live()
                .map(kept -> "${" + kept.store().scheme() + ":" + kept.arn()
                        + field.map(key -> "#" + key).orElse("") + "}");
    }
}
