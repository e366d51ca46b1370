package dev.provision.aws;

import java.util.Map;

/**
 * A resource as AWS describes it, with its tags.
 *
 * @param <M> the SDK's model of it
 */
public record Tagged<M>(M model, Map<String, String> tags) {
    public Tagged {
        tags = Map.copyOf(tags);
    }

    /** The key of the step that made it; empty text where there is none. */
    public String resource() {
        return tags.getOrDefault(Owner.RESOURCE_TAG, "");
    }
}
