package dev.provision.image;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar that is being written: its entries are stored, not compressed, and it is byte by byte the same for the same entries. */
final class StoredJar implements AutoCloseable {
    /** The first that a jar can say; in local time, so that the time zone changes nothing. */
    private static final LocalDateTime MODIFIED = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream out;

    StoredJar(Path file) throws IOException {
        this.out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Adds an entry; a folder's name ends with a slash. */
    void put(String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc(content));
        entry.setTimeLocal(MODIFIED);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    void put(Manifest manifest) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        manifest.write(text);
        put(JarFile.MANIFEST_NAME, text.toByteArray());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /**
     * Writes an application's jar with the same entries in the same order, but for the names of its libraries in the manifest:
     * they are on the class path, in {@link LibrariesJar}, and each name that is not there would be looked for at every start.
     */
    static void ofApplication(Path jar, Path target) throws IOException {
        try (JarFile from = new JarFile(jar.toFile(), false);
                StoredJar to = new StoredJar(target)) {
            for (JarEntry entry : from.stream().toList()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    to.put(withoutLibraries(from.getManifest()));
                } else {
                    to.put(entry.getName(), from.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private static Manifest withoutLibraries(Manifest manifest) {
        Manifest changed = new Manifest(manifest);
        Attributes attributes = changed.getMainAttributes();
        Optional<Object> all = Optional.ofNullable(attributes.remove(Attributes.Name.CLASS_PATH));
        String others = all.stream()
                .flatMap(text -> Arrays.stream(text.toString().strip().split("\\s+")))
                .filter(entry -> !entry.endsWith(".jar"))
                .collect(Collectors.joining(" "));
        if (!others.isEmpty()) {
            attributes.put(Attributes.Name.CLASS_PATH, others);
        }
        return changed;
    }

    private static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }
}
