package dev.provision.stack;

import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import dev.provision.config.Environment;
import dev.provision.config.Source;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.image.ImageInputs;
import dev.provision.image.JvmFlags;
import dev.provision.image.ServiceImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The image of a Maven module of the project. Its build output is read when it is first asked for. */
final class ModuleImage implements ImageSource {
    private final ImageInputs inputs;
    private final ReentrantLock reading = new ReentrantLock();
    private Optional<ServiceImage> image = Optional.empty();

    private ModuleImage(ImageInputs inputs) {
        this.inputs = inputs;
    }

    /** @param home the folder of the project */
    static ModuleImage of(Environment environment, Source.Module module, Path home) {
        return new ModuleImage(new ImageInputs(
                home.resolve(module.text()),
                environment.image(),
                JvmFlags.containerDefaults(),
                Map.of(),
                Map.of(),
                environment.containers().stream()
                        .filter(other -> other.source().equals(module))
                        .map(other -> other.routing().pathHealthCheck())
                        .toList(),
                home.resolve(".provision/cache")));
    }

    /** A status or a teardown must work where nothing is built. */
    @Override
    public Optional<String> contentTag() {
        try {
            return Optional.of(image().contentTag());
        } catch (ConfigInvalid notBuilt) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> lacking() {
        try {
            return image().lacking();
        } catch (ConfigInvalid notBuilt) {
            return Optional.of(notBuilt.getMessage() + "; " + notBuilt.remedy());
        }
    }

    @Override
    public String push(RegistryTarget target, Consumer<String> progress) {
        return image().push(
                        new dev.provision.image.RegistryTarget(target.repository(), target.user(), target.password()),
                        progress);
    }

    private ServiceImage image() {
        reading.lock();
        try {
            ServiceImage made = image.orElseGet(() -> ServiceImage.of(inputs));
            image = Optional.of(made);
            return made;
        } finally {
            reading.unlock();
        }
    }
}
