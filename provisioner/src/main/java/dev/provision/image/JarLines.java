package dev.provision.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Reads the small text files by which a jar says how it wants to be built into an image. */
final class JarLines {
    private JarLines() {}

    /** The lines of a file in a jar, without blank ones and those that begin with {@code #}; none if there is no such file. */
    static List<String> of(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return List.of();
        }
        Stream<String> lines = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).lines();
        return lines.map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
