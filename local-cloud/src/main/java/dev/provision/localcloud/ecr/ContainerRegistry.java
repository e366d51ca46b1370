package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.HttpRoutes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** ECR as a whole: its API, its registry, and the images for those who run them. */
public final class ContainerRegistry {
    private final EcrRepositories api;
    private final List<AwsService> services;
    private final Registry registry;
    private final ImageFinder images;

    /**
     * @param account whose registry it is
     * @param controlPlane the cloud's lock
     * @param time the cloud's clock
     * @param data a folder for blobs, for this registry alone; what is in it is deleted
     * @param port of the cloud's HTTP server, known once it listens: repositories are addressed by it
     */
    public ContainerRegistry(Account account, ControlPlane controlPlane, CloudTime time, Path data, IntSupplier port) {
        Supplier<String> host = () -> "127.0.0.1:" + port.getAsInt();
        BlobStore blobs = new BlobStore(data);
        Repositories repositories = new Repositories(account, blobs);
        Manifests manifests = new Manifests(repositories, blobs, controlPlane, time);
        Uploads uploads = new Uploads(repositories, blobs, controlPlane);
        AuthorizationTokens tokens = new AuthorizationTokens(time);
        api = new EcrRepositories(repositories, time, host);
        services = List.of(
                api,
                new EcrPolicies(repositories, time),
                new EcrImages(repositories, manifests),
                new EcrLayers(repositories, blobs, uploads, tokens, controlPlane, time, host));
        registry = new Registry(
                tokens,
                new RegistryManifests(repositories, manifests, controlPlane, time),
                new RegistryBlobs(repositories, blobs, controlPlane),
                new RegistryUploads(uploads));
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        images = new ImageFinder(repositories, blobs, host, architecture);
    }

    /** The classes that make up the ECR API; they share a signing name. */
    public List<AwsService> services() {
        return services;
    }

    /** The registry under {@code /v2}. */
    public HttpRoutes routes() {
        return registry;
    }

    public Images images() {
        return images;
    }

    public TaggedResources taggedResources() {
        return api;
    }
}
