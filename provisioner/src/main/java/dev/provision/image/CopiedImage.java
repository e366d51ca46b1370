package dev.provision.image;

import dev.provision.config.ImageSettings.Architecture;
import dev.provision.graph.ProvisionException.StepFailed;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An image that exists in some registry, copied into another one: Lambda takes images from ECR only, and what serves must not
 * depend on a registry that somebody else cleans up.
 *
 * @param reference with a tag or a digest
 * @param architecture of the image, where the reference stands for several
 * @param cache Jib's
 */
public record CopiedImage(String reference, Architecture architecture, Path cache) {
    /** The same for the same reference; what a tag stands for is not looked up again. */
    public String contentTag() {
        return new Fingerprint().add(reference, architecture.name()).hex().substring(0, 20);
    }

    /** Why it cannot be pulled; empty: it can. */
    public Optional<String> lacking() {
        return copy().lacking();
    }

    private JibPush copy() {
        return new JibPush(Optional.of(reference), architecture, Optional.empty(), cache);
    }

    /**
     * Copies it under its {@link #contentTag()}; layers that the registry has are not pushed. Entry point, user, variables and
     * labels stay its own.
     *
     * @param progress gets lines for people; called from several threads, one at a time
     * @return the manifest's digest, {@code sha256:…}
     * @throws StepFailed if it cannot be pulled or pushed
     */
    public String push(RegistryTarget target, Consumer<String> progress) {
        progress.accept("copying " + reference);
        return copy().push(target, contentTag(), progress);
    }
}
