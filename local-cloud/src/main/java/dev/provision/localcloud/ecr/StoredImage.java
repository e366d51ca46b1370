package dev.provision.localcloud.ecr;

import java.time.Instant;
import java.util.Optional;

/**
 * A manifest in a repository.
 *
 * @param manifest as pushed
 * @param configJson the text of the image configuration; empty in an index or an artifact without one
 * @param pushedAt when it was pushed first
 * @param pulledAt when it was pulled last
 */
record StoredImage(Manifest manifest, String configJson, Instant pushedAt, Optional<Instant> pulledAt) {
    StoredImage pulled(Instant when) {
        return new StoredImage(manifest, configJson, pushedAt, Optional.of(when));
    }
}
