package dev.provision.localcloud.runtime;

import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * An image as a registry stores it.
 *
 * @param digest {@code sha256:…} of the manifest
 * @param configJson the image configuration (OCI or Docker)
 * @param layers in order
 */
public record Image(String digest, String configJson, List<Layer> layers) {
    public Image {
        layers = List.copyOf(layers);
    }

    /**
     * @param digest {@code sha256:…} of the blob
     * @param mediaType of the blob: tar, gzip or zstd
     * @param open opens the blob's bytes
     */
    public record Layer(String digest, String mediaType, Supplier<InputStream> open) {}
}
