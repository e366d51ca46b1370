package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import java.nio.file.Path;
import java.util.List;

/** ECR as a whole: its API, its registry, and the images for those who run them. */
public final class ContainerRegistry {
    private final List<Object> parts;
    private final ImageFinder images;

    /**
     * @param account whose registry it is
     * @param controlPlane the cloud's lock
     * @param time the cloud's clock
     * @param data a folder for blobs, for this registry alone; what is in it is deleted
     * @param port of the cloud's HTTP server: repositories are addressed by it
     * @param rights of whoever pushes and pulls
     */
    public ContainerRegistry(
            Account account, ControlPlane controlPlane, CloudTime time, Path data, int port, RegistryRights rights) {
        String host = "127.0.0.1:" + port;
        BlobStore blobs = new BlobStore(data);
        Repositories repositories = new Repositories(account, blobs);
        Manifests manifests = new Manifests(repositories, blobs, controlPlane, time);
        Uploads uploads = new Uploads(repositories, blobs, controlPlane);
        AuthorizationTokens tokens = new AuthorizationTokens(time);
        parts = List.of(
                new EcrRepositories(repositories, time, host),
                new EcrPolicies(repositories, time),
                new EcrImages(repositories, manifests),
                new EcrLayers(repositories, blobs, uploads, tokens, controlPlane, time, host),
                new Registry(
                        new Registry.Guard(account, controlPlane, rights, tokens),
                        new RegistryManifests(repositories, manifests, controlPlane, time),
                        new RegistryBlobs(repositories, blobs, controlPlane),
                        new RegistryUploads(uploads)));
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        images = new ImageFinder(repositories, blobs, host, architecture);
    }

    /** What the assembly mounts and lists: operations, the registry under {@code /v2}, tagged resources. */
    public List<Object> parts() {
        return parts;
    }

    public Images images() {
        return images;
    }
}
