package dev.provision.localcloud.ecr;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A blob on its way in. One client writes it, so that it is locked for as long as a chunk takes. */
final class Upload {
    private final String id;
    private final String repository;
    private final Path file;
    private final MessageDigest digest = Digests.sha256();
    private long size;

    Upload(String id, String repository, Path file) throws IOException {
        this.id = id;
        this.repository = repository;
        this.file = Files.createFile(file);
    }

    String id() {
        return id;
    }

    String repository() {
        return repository;
    }

    Path file() {
        return file;
    }

    /** Bytes received so far. */
    synchronized long size() {
        return size;
    }

    /** Appends a chunk, which must begin where the one before ended; returns whether it did. */
    synchronized boolean append(long from, InputStream chunk) throws IOException {
        if (from != size) {
            return false;
        }
        append(chunk);
        return true;
    }

    /** Appends all of a stream. */
    synchronized void append(InputStream chunk) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            for (int read = chunk.read(buffer); read >= 0; read = chunk.read(buffer)) {
                out.write(buffer, 0, read);
                digest.update(buffer, 0, read);
                size += read;
            }
        }
    }

    /** The digest of all that was received; nothing can be appended after it. */
    synchronized String digest() {
        return Digests.format(digest.digest());
    }

    void discard() throws IOException {
        Files.deleteIfExists(file);
    }
}
