package dev.provision.localcloud.runtime;

import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The unpacked images: one folder for each list of layers, made by whoever needs it first and shared by all containers.
 * Containers could write into it; those that respect Lambda's read-only file system do not.
 */
final class ImageStore {
    private final Path folder;
    private final Map<String, ReentrantLock> unpacking = new ConcurrentHashMap<>();

    /** @param folder made when it is needed */
    ImageStore(Path folder) {
        this.folder = folder;
    }

    /**
     * The root folder of an image. Blocks while it is unpacked.
     *
     * @throws ImageUnusable if it cannot be unpacked
     */
    RootFolder unpack(Image image) {
        String name = digest(image.layers().stream().map(Image.Layer::digest).collect(Collectors.joining("\n")));
        Path root = folder.resolve(name);
        ReentrantLock lock = unpacking.computeIfAbsent(name, any -> new ReentrantLock());
        lock.lock();
        try {
            if (!Files.isDirectory(root)) {
                unpack(image, root, folder.resolve(name + ".partial"));
            }
        } catch (IOException e) {
            throw new ImageUnusable("cannot unpack the image " + image.digest() + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
        return new RootFolder(root);
    }

    private void unpack(Image image, Path root, Path partial) throws IOException {
        LayerExtraction.deleteTree(partial);
        // The real path, since a link above the folder would look like a link of the image.
        Path start = Files.createDirectories(partial).toRealPath();
        for (Image.Layer layer : image.layers()) {
            new LayerExtraction(new RootFolder(start)).extract(layer);
        }
        Files.move(start, root, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
