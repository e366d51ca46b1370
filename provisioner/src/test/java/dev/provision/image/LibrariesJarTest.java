package dev.provision.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in the one jar, against what was found in the jars that it is made of. */
class LibrariesJarTest {
    private static final String SERVICES = "META-INF/services/java.lang.Runnable";

    @TempDir
    Path temporary;

    /** Class path after class path, each with a few files of few names, many of them in several jars. */
    @Provide
    Arbitrary<List<Map<String, String>>> libraries() {
        Arbitrary<String> names = Arbitraries.of("a.txt", "lib/b.properties", "lib/C.class", "META-INF/d/e.json");
        return Arbitraries.maps(names, Arbitraries.of("one", "two", "three"))
                .list()
                .ofMaxSize(5);
    }

    @Property(tries = 60)
    void every_file_of_every_library_is_found_in_the_same_order(
            @ForAll("libraries") List<Map<String, String>> libraries) throws IOException {
        Path folder = Files.createTempDirectory("libraries");
        try {
            List<Path> jars = jars(folder, libraries);
            LibrariesJar.write(jars, folder);
            for (String name : List.of("a.txt", "lib/b.properties", "META-INF/d/e.json")) {
                // the same content twice is the same file to whoever reads it
                assertThat(found(name, List.of(folder.resolve(LibrariesJar.NAME))))
                        .isEqualTo(found(name, jars).stream().distinct().toList());
            }
            assertThat(found("lib/C.class", List.of(folder.resolve(LibrariesJar.NAME))))
                    .isEqualTo(found("lib/C.class", jars).stream().limit(1).toList());
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @Test
    void services_licences_and_classes_for_this_java_are_kept_and_what_tells_of_one_jar_is_not() throws Exception {
        List<Path> jars = jars(
                temporary,
                List.of(
                        Map.of(
                                SERVICES,
                                "lib.First",
                                "META-INF/LICENSE.txt",
                                "of the first",
                                "META-INF/ONE.SF",
                                "signature",
                                "module-info.class",
                                "module"),
                        Map.of(
                                "META-INF/MANIFEST.MF",
                                "Manifest-Version: 1.0\nMulti-Release: true\n\n",
                                SERVICES,
                                "# the second's\nlib.Second",
                                "META-INF/LICENSE.txt",
                                "of the second",
                                "lib/Of.class",
                                "any Java",
                                "META-INF/versions/21/lib/Of.class",
                                "Java 21",
                                "META-INF/versions/99/lib/Of.class",
                                "Java 99")));
        LibrariesJar.write(jars, temporary);
        Path one = temporary.resolve(LibrariesJar.NAME);

        assertThat(found(SERVICES, List.of(one))).containsExactly("lib.First\n# the second's\nlib.Second\n");
        assertThat(found("lib/Of.class", List.of(one))).containsExactly("Java 21");
        assertThat(found("META-INF/libraries/1.jar/META-INF/LICENSE.txt", List.of(one)))
                .containsExactly("of the second");
        try (JarFile jar = new JarFile(one.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            "META-INF/MANIFEST.MF",
                            "dev/provision/image/ApplicationOutside.class",
                            SERVICES,
                            "lib/Of.class",
                            "META-INF/libraries/0.jar/META-INF/LICENSE.txt",
                            "META-INF/libraries/1.jar/META-INF/LICENSE.txt");
        }
    }

    @Test
    void it_is_the_same_every_time() throws Exception {
        List<Path> jars = jars(temporary, List.of(Map.of("a", "1", "b", "2"), Map.of("a", "3")));
        Path again = Files.createDirectory(temporary.resolve("again"));
        LibrariesJar.write(jars, temporary);
        LibrariesJar.write(jars, again);
        for (String name : List.of(LibrariesJar.NAME, "libraries-2.jar")) {
            assertThat(again.resolve(name)).hasSameBinaryContentAs(temporary.resolve(name));
        }
    }

    private static List<Path> jars(Path folder, List<Map<String, String>> libraries) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Map<String, String> library : libraries) {
            Path file = folder.resolve(jars.size() + ".jar");
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
                for (Map.Entry<String, String> entry : new TreeMap<>(library).entrySet()) {
                    jar.putNextEntry(new JarEntry(entry.getKey()));
                    jar.write(entry.getValue().getBytes(UTF_8));
                }
            }
            jars.add(file);
        }
        return jars;
    }

    /** The contents of the files of that name on a class path, in its order. */
    private static List<String> found(String name, List<Path> classPath) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : classPath) {
            urls.add(jar.toUri().toURL());
        }
        List<String> contents = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            for (URL url : Collections.list(loader.getResources(name))) {
                var connection = url.openConnection();
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    contents.add(new String(in.readAllBytes(), UTF_8));
                }
            }
        }
        return contents;
    }
}
