package dev.provision.aws.ecr;

import java.util.Optional;
import java.util.function.Consumer;

/** Something that can be made into a container image. */
public interface ImageSource {
    /**
     * The tag that stands for the content: the same inputs give the same tag. Builds nothing; empty where it cannot be told
     * because the inputs are not there.
     */
    Optional<String> contentTag();

    /**
     * Builds the image and pushes it under its content tag, or what the registry does not have.
     *
     * @param progress told what is going on, a line at a time
     * @return the digest of the manifest, {@code sha256:…}
     */
    String push(RegistryTarget target, Consumer<String> progress);

    /**
     * What keeps it from being made, as far as that can be told without making it: sources that are not built, a registry
     * that does not answer. Asks other registries, not AWS.
     */
    default Optional<String> lacking() {
        return Optional.empty();
    }

    /** Whether it shall be in the repository; if not, whatever image is there will do, and nothing is pushed. */
    default boolean wanted() {
        return true;
    }
}
