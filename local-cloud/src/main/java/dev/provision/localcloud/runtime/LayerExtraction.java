package dev.provision.localcloud.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Puts one layer on top of the layers before it. Keeps modes and modification times, since a JVM's AOT cache is only good
 * for jars of the very time and size that it was made with. Owners and devices are left out: it runs without privileges.
 */
final class LayerExtraction {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private static final Map<Integer, PosixFilePermission> PERMISSIONS = Map.of(
            0400, PosixFilePermission.OWNER_READ,
            0200, PosixFilePermission.OWNER_WRITE,
            0100, PosixFilePermission.OWNER_EXECUTE,
            0040, PosixFilePermission.GROUP_READ,
            0020, PosixFilePermission.GROUP_WRITE,
            0010, PosixFilePermission.GROUP_EXECUTE,
            0004, PosixFilePermission.OTHERS_READ,
            0002, PosixFilePermission.OTHERS_WRITE,
            0001, PosixFilePermission.OTHERS_EXECUTE);

    private final RootFolder root;
    private final Set<Path> ownPaths = new HashSet<>();
    private final Map<Path, FileTime> folderTimes = new LinkedHashMap<>();

    LayerExtraction(RootFolder root) {
        this.root = root;
    }

    /** @throws IOException if the layer cannot be read, or leads out of the root folder */
    void extract(Image.Layer layer) throws IOException {
        try (InputStream blob = new BufferedInputStream(layer.open().get(), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(plain(blob, layer.mediaType()), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                apply(entry, tar);
            }
        }
        for (Map.Entry<Path, FileTime> folder : folderTimes.entrySet()) {
            if (Files.isDirectory(folder.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                stamp(folder.getKey(), folder.getValue());
            }
        }
    }

    private static InputStream plain(InputStream blob, String mediaType) throws IOException {
        blob.mark(4);
        byte[] magic = blob.readNBytes(4);
        blob.reset();
        if (magic.length > 1 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GzipCompressorInputStream(blob, true);
        }
        if (magic.length > 3 && (magic[0] & 0xff) == 0x28 && (magic[1] & 0xff) == 0xb5 && (magic[2] & 0xff) == 0x2f) {
            // Lambda refuses zstd as well; a decompressor would be a native library for nobody.
            throw new IOException("a layer of type " + mediaType + " is compressed with zstd; use gzip");
        }
        return blob;
    }

    private void apply(TarArchiveEntry entry, TarArchiveInputStream content) throws IOException {
        Path path = root.place(entry.getName());
        if (path.equals(root.path())) {
            return;
        }
        String name = path.getFileName().toString();
        if (name.equals(OPAQUE)) {
            hideFolder(path.getParent());
            return;
        }
        if (name.startsWith(WHITEOUT)) {
            Path hidden = path.resolveSibling(name.substring(WHITEOUT.length())).normalize();
            if (!hidden.getParent().equals(path.getParent())) {
                throw new IOException("the whiteout " + entry.getName() + " leads out of its folder");
            }
            deleteTree(hidden);
            return;
        }
        ownPaths.add(path);
        if (entry.isDirectory()) {
            folder(path, entry);
        } else if (entry.isSymbolicLink()) {
            deleteTree(path);
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            stamp(path, entry.getLastModifiedTime());
        } else if (entry.isLink()) {
            deleteTree(path);
            Files.createLink(path, root.place(entry.getLinkName()));
        } else if (entry.isFile()) {
            deleteTree(path);
            Files.copy(content, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode() | 0400));
            stamp(path, entry.getLastModifiedTime());
        }
    }

    private void folder(Path path, TarArchiveEntry entry) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            deleteTree(path);
            Files.createDirectory(path);
        }
        // Whoever runs the local cloud must be able to unpack into the folder, and to delete it one day.
        Files.setPosixFilePermissions(path, permissions(entry.getMode() | 0700));
        folderTimes.put(path, entry.getLastModifiedTime());
    }

    private void hideFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> children;
        try (Stream<Path> list = Files.list(folder)) {
            children = list.toList();
        }
        for (Path child : children) {
            if (ownPaths.stream().noneMatch(own -> own.startsWith(child))) {
                deleteTree(child);
            }
        }
    }

    /** Deletes a file, link or folder with all that is in it; one that is not there is fine. */
    static void deleteTree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void stamp(Path path, FileTime modified) throws IOException {
        BasicFileAttributeView view =
                Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isSymbolicLink(path)) { // Java cannot set the time of a link itself
            view.setTimes(modified, null, null);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PERMISSIONS.forEach((bit, permission) -> {
            if ((mode & bit) != 0) {
                permissions.add(permission);
            }
        });
        return permissions;
    }
}
