package dev.provision.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A jar whose entries are stored, not compressed. */
final class StoredJar {
    private StoredJar() {}

    /** Writes a jar with the same entries in the same order; byte by byte the same for the same jar. */
    static void write(Path jar, Path target) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(target);
                ZipOutputStream to = new ZipOutputStream(out)) {
            List<? extends ZipEntry> entries = Collections.list(from.entries());
            for (ZipEntry entry : entries) {
                byte[] content = from.getInputStream(entry).readAllBytes();
                ZipEntry stored = new ZipEntry(entry.getName());
                stored.setMethod(ZipEntry.STORED);
                stored.setSize(content.length);
                stored.setCrc(crc(content));
                stored.setTime(entry.getTime());
                to.putNextEntry(stored);
                to.write(content);
            }
        }
    }

    private static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }
}
