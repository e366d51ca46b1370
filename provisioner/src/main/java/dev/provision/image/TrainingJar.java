package dev.provision.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jar that holds {@link ApplicationOutside} and nothing else. It is on the class path of the image as well, because an
 * AOT cache holds only for a class path that begins with the one it was made with.
 */
final class TrainingJar {
    /** Its path in the application's folder. */
    static final String NAME = "training.jar";

    private TrainingJar() {}

    /** Writes it, byte by byte the same each time. */
    static void write(Path file) throws IOException {
        String entry = ApplicationOutside.class.getName().replace('.', '/') + ".class";
        try (InputStream content = ApplicationOutside.class.getClassLoader().getResourceAsStream(entry);
                OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry made = new ZipEntry(entry);
            made.setTime(0);
            zip.putNextEntry(made);
            content.transferTo(zip);
        }
        Files.setLastModifiedTime(file, Layers.MODIFIED);
    }
}
