package dev.provision.localcloud.state;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Implemented by every service whose resources the tagging API lists. Called under the control-plane lock. */
@FunctionalInterface
public interface TaggedResources {
    Stream<TaggedResource> taggedResources();

    /** Adds tags to a resource; {@code false} if it is none of this service's, or this service does not offer it. */
    default boolean tag(String arn, Map<String, String> tags) {
        return false;
    }

    /** Removes tags from a resource; {@code false} as in {@link #tag}. */
    default boolean untag(String arn, List<String> keys) {
        return false;
    }
}
