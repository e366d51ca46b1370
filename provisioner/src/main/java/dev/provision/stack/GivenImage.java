package dev.provision.stack;

import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import dev.provision.image.CopiedImage;
import java.util.Optional;
import java.util.function.Consumer;

/** An image that somebody else has built. */
record GivenImage(CopiedImage image) implements ImageSource {
    @Override
    public Optional<String> contentTag() {
        return Optional.of(image.contentTag());
    }

    @Override
    public Optional<String> lacking() {
        return image.lacking();
    }

    @Override
    public String push(RegistryTarget target, Consumer<String> progress) {
        return image.push(
                new dev.provision.image.RegistryTarget(target.repository(), target.user(), target.password()),
                progress);
    }
}
