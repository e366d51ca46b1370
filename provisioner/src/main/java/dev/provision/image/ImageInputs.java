package dev.provision.image;

import dev.provision.config.ImageSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything an image is made of.
 *
 * @param src the folder of the Maven module, built: {@code target/<artifact>.jar} and {@code target/libs/*.jar}
 * @param settings base image and architecture
 * @param jvm how its JVM is set up
 * @param environment the image's own environment variables; no secrets, an image can be read by everyone who may pull it
 * @param labels further OCI labels
 * @param trainingPaths paths that are asked for while the AOT cache is made, for example the health check's. A hint: other ones
 *     make no other image, for a container that comes or goes is no reason to release the others
 * @param cache a folder for what can be made again: runtimes, AOT caches, layers
 */
public record ImageInputs(
        Path src,
        ImageSettings settings,
        JvmFlags jvm,
        Map<String, String> environment,
        Map<String, String> labels,
        List<String> trainingPaths,
        Path cache) {
    public ImageInputs {
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        trainingPaths = List.copyOf(trainingPaths);
        src = src.toAbsolutePath().normalize();
        cache = cache.toAbsolutePath().normalize();
    }
}
