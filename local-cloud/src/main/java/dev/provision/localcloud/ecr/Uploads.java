package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.wire.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs on their way in, for the API and for the registry. Takes the control-plane lock by itself. */
final class Uploads {
    private final Repositories repositories;
    private final BlobStore blobs;
    private final ControlPlane controlPlane;
    private final Map<String, Upload> open = new ConcurrentHashMap<>();

    Uploads(Repositories repositories, BlobStore blobs, ControlPlane controlPlane) {
        this.repositories = repositories;
        this.blobs = blobs;
        this.controlPlane = controlPlane;
    }

    /** @throws AwsError if there is no such repository */
    Upload begin(String repository) {
        controlPlane.run(() -> repositories.get(repository));
        String id = UUID.randomUUID().toString();
        try {
            Upload upload = new Upload(id, repository, blobs.uploadFile(id));
            open.put(id, upload);
            return upload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Upload> find(String repository, String id) {
        return Optional.ofNullable(open.get(id))
                .filter(upload -> upload.repository().equals(repository));
    }

    /**
     * Makes an upload a blob of its repository, and ends it either way.
     *
     * @return whether its bytes have the digest
     */
    boolean complete(Upload upload, String digest) {
        open.remove(upload.id());
        try {
            if (!upload.digest().equals(digest)) {
                return false;
            }
            controlPlane.run(() -> {
                StoredRepository repository = repositories.get(upload.repository());
                blobs.keep(upload.file(), digest);
                repository.addBlob(digest);
            });
            return true;
        } finally {
            discard(upload);
        }
    }

    void cancel(Upload upload) {
        open.remove(upload.id());
        discard(upload);
    }

    /** Gives a repository a blob that another one has; returns whether that one has it. */
    boolean mount(String to, String from, String digest) {
        return controlPlane.call(() -> {
            StoredRepository target = repositories.get(to);
            boolean there = repositories
                    .find(from)
                    .filter(source -> source.hasBlob(digest))
                    .isPresent();
            if (there) {
                target.addBlob(digest);
            }
            return there;
        });
    }

    private static void discard(Upload upload) {
        try {
            upload.discard();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
