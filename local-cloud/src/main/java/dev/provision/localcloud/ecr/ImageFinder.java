package dev.provision.localcloud.ecr;

import dev.provision.localcloud.runtime.Image;
import java.util.List;
import java.util.Optional;

/** Finds images by the address that clients know them by. */
final class ImageFinder implements Images {
    private static final String LOCALHOST = "localhost";

    private final Repositories repositories;
    private final BlobStore blobs;
    private final String registryHost;
    private final String architecture;

    /** @param architecture of this machine, as Go names it: which image of an index can run here */
    ImageFinder(Repositories repositories, BlobStore blobs, String registryHost, String architecture) {
        this.repositories = repositories;
        this.blobs = blobs;
        this.registryHost = registryHost;
        this.architecture = architecture;
    }

    @Override
    public Optional<Found> find(String uri) {
        int slash = uri.indexOf('/');
        if (slash < 0 || !ours(uri.substring(0, slash))) {
            return Optional.empty();
        }
        String rest = uri.substring(slash + 1);
        int at = rest.indexOf('@');
        String named = at < 0 ? rest : rest.substring(0, at);
        int colon = named.indexOf(':');
        String name = colon < 0 ? named : named.substring(0, colon);
        String tag = colon < 0 ? "latest" : named.substring(colon + 1);
        return find(name, at < 0 ? tag : rest.substring(at + 1));
    }

    private Optional<Found> find(String name, String reference) {
        return repositories
                .find(name)
                .flatMap(repository -> repository.image(reference).flatMap(image -> runnable(repository, image)
                        .map(runnable -> new Found(
                                repository.arn(),
                                repository.settings().policy(),
                                image(runnable),
                                image.manifest().index()))));
    }

    private Optional<StoredImage> runnable(StoredRepository repository, StoredImage image) {
        if (!image.manifest().index()) {
            return Optional.of(image);
        }
        return image.manifest().children().stream()
                .filter(child ->
                        child.os().equals("linux") && child.architecture().equals(architecture))
                .findFirst()
                .flatMap(child -> repository.image(child.digest()));
    }

    private Image image(StoredImage stored) {
        List<Image.Layer> layers = stored.manifest().layers().stream()
                .map(layer -> new Image.Layer(layer.digest(), layer.mediaType(), () -> blobs.open(layer.digest())))
                .toList();
        return new Image(stored.manifest().digest(), stored.configJson(), layers);
    }

    private boolean ours(String host) {
        String own = registryHost;
        return host.equals(own) || host.equals(LOCALHOST + own.substring(own.indexOf(':')));
    }
}
