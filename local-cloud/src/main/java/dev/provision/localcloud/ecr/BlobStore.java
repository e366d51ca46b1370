package dev.provision.localcloud.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bytes of layers and image configurations, on disk by digest, whatever repositories they belong to. Begins empty:
 * which blob belongs to whom is known to this process only, so that what another one left is of no use.
 */
final class BlobStore {
    private final Path blobs;
    private final Path uploads;

    /** @param folder for these blobs alone; made if it is not there, emptied if it is */
    BlobStore(Path folder) {
        try {
            blobs = Files.createDirectories(folder.resolve("blobs"));
            uploads = Files.createDirectories(folder.resolve("uploads"));
            for (Path left : List.of(blobs, uploads)) {
                try (Stream<Path> files = Files.list(left)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where an upload may write its bytes until they are kept. */
    Path uploadFile(String uploadId) {
        return uploads.resolve(uploadId);
    }

    /** Takes over the bytes of a finished upload. A rename only, so that it may be done under the control-plane lock. */
    void keep(Path upload, String digest) {
        try {
            Files.move(upload, path(digest), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets a blob; who is reading it reads on to its end. */
    void delete(String digest) {
        try {
            Files.deleteIfExists(path(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Size in bytes; empty if there is no such blob. */
    Optional<Long> size(String digest) {
        try {
            return Optional.of(Files.size(path(digest)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream open(String digest) {
        return open(digest, 0);
    }

    /** The bytes from an offset on. */
    InputStream open(String digest, long offset) {
        try {
            SeekableByteChannel channel = Files.newByteChannel(path(digest));
            return Channels.newInputStream(channel.position(offset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String digest) {
        return blobs.resolve(digest.substring("sha256:".length()));
    }
}
