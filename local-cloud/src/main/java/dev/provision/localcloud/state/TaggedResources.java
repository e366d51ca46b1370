package dev.provision.localcloud.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Implemented by every service whose resources the tagging API lists. Called under the control-plane lock. */
@FunctionalInterface
public interface TaggedResources {
    Stream<TaggedResource> taggedResources();

    /** The tags of a resource, which may be changed; empty if it is none of this service's, or there is no such map. */
    default Optional<Map<String, String>> tagsOf(String arn) {
        return Optional.empty();
    }

    /** Adds tags to a resource; {@code false} if it is none of this service's, or this service does not offer it. */
    default boolean tag(String arn, Map<String, String> tags) {
        Optional<Map<String, String>> found = tagsOf(arn);
        found.ifPresent(all -> all.putAll(tags));
        return found.isPresent();
    }

    /** Removes tags from a resource; {@code false} as in {@link #tag}. */
    default boolean untag(String arn, List<String> keys) {
        Optional<Map<String, String>> found = tagsOf(arn);
        found.ifPresent(all -> all.keySet().removeAll(keys));
        return found.isPresent();
    }
}
