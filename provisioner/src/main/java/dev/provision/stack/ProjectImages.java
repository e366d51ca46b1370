package dev.provision.stack;

import dev.provision.aws.ecr.ImageSource;
import dev.provision.config.Container;
import dev.provision.config.Environment;
import dev.provision.config.Source;
import dev.provision.image.CopiedImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The images of containers: made from the modules of a project, or copied; one for all with the same source. */
final class ProjectImages implements Function<Container, ImageSource> {
    private final Environment environment;
    private final Path home;
    private final Map<Source, ImageSource> bySource = new HashMap<>();

    /** @param home the folder of the project */
    ProjectImages(Environment environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    @Override
    public ImageSource apply(Container container) {
        return bySource.computeIfAbsent(container.source(), this::image);
    }

    private ImageSource image(Source source) {
        return switch (source) {
            case Source.Module module -> ModuleImage.of(environment, module, home);
            case Source.Image(String reference) ->
                new GivenImage(new CopiedImage(
                        reference, environment.image().architecture(), home.resolve(".provision/cache/jib")));
        };
    }
}
