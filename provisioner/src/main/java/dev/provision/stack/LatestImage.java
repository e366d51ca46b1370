package dev.provision.stack;

import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import java.util.Optional;
import java.util.function.Consumer;

/** Whichever image was pushed last: where an earlier version comes back, the sources that lie there are not built. */
record LatestImage() implements ImageSource {
    @Override
    public Optional<String> contentTag() {
        return Optional.empty();
    }

    @Override
    public String push(RegistryTarget target, Consumer<String> progress) {
        throw new IllegalStateException("what is not wanted is not pushed to " + target);
    }

    @Override
    public boolean wanted() {
        return false;
    }
}
