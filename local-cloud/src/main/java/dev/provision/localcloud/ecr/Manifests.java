package dev.provision.localcloud.ecr;

import static dev.provision.localcloud.wire.AwsError.badRequest;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts manifests into repositories, for the API and for the registry. Takes the control-plane lock by itself. */
final class Manifests {
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
    /** Configurations are a few KiB; what is larger is an artifact of another kind. */
    private static final long LARGEST_CONFIG = 4 << 20;

    private final Repositories repositories;
    private final BlobStore blobs;
    private final ControlPlane controlPlane;
    private final CloudTime time;

    Manifests(Repositories repositories, BlobStore blobs, ControlPlane controlPlane, CloudTime time) {
        this.repositories = repositories;
        this.blobs = blobs;
        this.controlPlane = controlPlane;
        this.time = time;
    }

    /**
     * @param image as it is stored now
     * @param unchanged whether it and its tag were there before
     */
    record Put(StoredImage image, boolean unchanged) {}

    /**
     * Stores a manifest.
     *
     * @param tag to put on it; empty: none
     * @throws AwsError if a blob or child is missing, or the tag must not be moved
     */
    Put put(String repositoryName, Manifest manifest, Optional<String> tag) {
        if (tag.filter(t -> !TAG.matcher(t).matches()).isPresent()) {
            throw EcrRepositories.invalid("imageTag", "must satisfy regular expression '" + TAG + "'");
        }
        String config = config(manifest);
        return controlPlane.call(() -> put(repositories.get(repositoryName), manifest, config, tag));
    }

    private Put put(StoredRepository repository, Manifest manifest, String config, Optional<String> tag) {
        refuseDangling(repository, manifest);
        tag.ifPresent(t -> refuseMove(repository, t, manifest.digest()));
        Optional<StoredImage> present = repository.image(manifest.digest());
        StoredImage image = present.orElseGet(() -> new StoredImage(manifest, config, time.now(), Optional.empty()));
        boolean unchanged = present.isPresent()
                && tag.map(t -> repository.tagsOf(manifest.digest()).contains(t))
                        .orElse(true);
        repository.put(image);
        tag.ifPresent(t -> repository.tag(t, manifest.digest()));
        return new Put(image, unchanged);
    }

    private void refuseDangling(StoredRepository repository, Manifest manifest) {
        List<String> missing = manifest.blobs().stream()
                .filter(blob -> !repository.hasBlob(blob))
                .toList();
        if (!missing.isEmpty()) {
            throw badRequest(
                    "LayersNotFoundException",
                    "Image is invalid: layers " + missing + " do not exist in the repository with name '"
                            + repository.name() + "' in the registry with id '"
                            + repositories.account().id() + "'");
        }
        List<String> unknown = manifest.children().stream()
                .map(Manifest.Child::digest)
                .filter(child -> repository.image(child).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw badRequest(
                    "ReferencedImagesNotFoundException",
                    "Images with digests " + unknown + " required for pushing image into repository with name '"
                            + repository.name() + "' in the registry with id '"
                            + repositories.account().id() + "' do not exist");
        }
    }

    private static void refuseMove(StoredRepository repository, String tag, String digest) {
        Optional<StoredImage> holder = repository.image(tag);
        boolean elsewhere = holder.filter(image -> !image.manifest().digest().equals(digest))
                .isPresent();
        if (elsewhere && repository.settings().fixed(tag)) {
            throw badRequest(
                    "ImageTagAlreadyExistsException",
                    "The image tag '" + tag + "' already exists in the '" + repository.name()
                            + "' repository and cannot be overwritten because the tag is immutable.");
        }
    }

    private String config(Manifest manifest) {
        Optional<String> digest = manifest.config()
                .map(Manifest.Descriptor::digest)
                .filter(d ->
                        blobs.size(d).filter(size -> size <= LARGEST_CONFIG).isPresent());
        if (digest.isEmpty()) {
            return "";
        }
        try (InputStream in = blobs.open(digest.get())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
