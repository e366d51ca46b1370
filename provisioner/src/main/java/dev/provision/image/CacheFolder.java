package dev.provision.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders of things that took long to make, by key. Two builds that make the same at the same time do not disturb each
 * other: each makes its own beside the final place, and the first to finish moves it there.
 */
final class CacheFolder {
    private final Path root;
    private final Clock clock;

    CacheFolder(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /** Fills a new, empty folder. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    Path path(String kind) {
        return root.resolve(kind);
    }

    /** The folder of that kind and key, filled now if it is not there. */
    Path get(String kind, String key, Filling filling) {
        try {
            Path folder = root.resolve(kind).resolve(key);
            if (!Files.isDirectory(folder)) {
                make(folder, filling);
            }
            Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes all but the {@code keep} folders of a kind that were asked for last. */
    void prune(String kind, int keep) {
        Path parent = root.resolve(kind);
        try (Stream<Path> folders = Files.list(parent)) {
            List<Path> old = folders.sorted(
                            Comparator.comparing(CacheFolder::lastUse).reversed())
                    .skip(keep)
                    .toList();
            for (Path folder : old) {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path folder, Filling filling) throws IOException {
        Files.createDirectories(folder.getParent());
        Path unfinished = Files.createTempDirectory(folder.getParent(), ".unfinished-");
        try {
            filling.fill(unfinished);
            if (!Files.isDirectory(folder)) {
                Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            // Another build was quicker: what it made is as good.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        } finally {
            delete(unfinished);
        }
    }

    private static FileTime lastUse(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException exception) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
