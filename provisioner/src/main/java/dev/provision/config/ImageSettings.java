package dev.provision.config;

import java.util.Optional;

/**
 * How images are built.
 *
 * @param base the base image; empty: {@code scratch}, for a cloud that uses the host's C library
 * @param architecture of the machine that will run the image
 */
public record ImageSettings(Optional<String> base, Architecture architecture) {
    /** CPU architectures as the clouds offer them. */
    public enum Architecture {
        X86_64,
        ARM64
    }
}
