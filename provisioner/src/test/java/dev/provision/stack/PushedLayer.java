package dev.provision.stack;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import dev.provision.aws.ecr.RegistryTarget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** An image of one layer, whose programs use what this machine has. */
final class PushedLayer {
    private PushedLayer() {}

    /**
     * Pushes it to a registry of the local cloud.
     *
     * @param caches a folder for Jib
     * @return the digest of the manifest
     */
    static String push(RegistryTarget target, String tag, FileEntriesLayer layer, String entryPoint, Path caches) {
        System.setProperty("sendCredentialsOverHttp", "true");
        try {
            return Jib.fromScratch()
                    .setPlatforms(Set.of(
                            new Platform(System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64", "linux")))
                    .addFileEntriesLayer(layer)
                    .setEntrypoint(entryPoint)
                    .setWorkingDirectory(AbsoluteUnixPath.get("/app"))
                    .setCreationTime(Instant.EPOCH)
                    .containerize(Containerizer.to(RegistryImage.named(target.repository() + ":" + tag)
                                    .addCredential(target.user(), target.password()))
                            .setAllowInsecureRegistries(true)
                            .setBaseImageLayersCache(caches.resolve("base"))
                            .setApplicationLayersCache(caches.resolve("application")))
                    .getDigest()
                    .toString();
        } catch (Exception failed) {
            // Jib's checked exceptions have no common type; none of them is expected.
            throw new IllegalStateException(failed);
        }
    }
}
