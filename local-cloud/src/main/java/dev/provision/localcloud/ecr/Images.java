package dev.provision.localcloud.ecr;

import dev.provision.localcloud.runtime.Image;
import java.util.Optional;

/** The images in the registry, for those who run them. Called under the control-plane lock; reading layers is not. */
public interface Images {
    /**
     * Finds an image.
     *
     * @param uri {@code registry/repository:tag} or {@code registry/repository@sha256:…}
     * @return empty if the registry is another one, or the repository or image does not exist
     */
    Optional<Found> find(String uri);

    /**
     * @param repositoryArn for permission checks
     * @param repositoryPolicy the repository's policy document, if it has one
     * @param image the image
     * @param fromIndex whether it is one of an index, picked for this machine's platform
     */
    record Found(String repositoryArn, Optional<String> repositoryPolicy, Image image, boolean fromIndex) {}
}
