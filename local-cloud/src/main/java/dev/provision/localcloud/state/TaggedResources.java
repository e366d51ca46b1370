package dev.provision.localcloud.state;

import java.util.stream.Stream;

/** Implemented by every service whose resources the tagging API lists. Called under the control-plane lock. */
@FunctionalInterface
public interface TaggedResources {
    Stream<TaggedResource> taggedResources();
}
