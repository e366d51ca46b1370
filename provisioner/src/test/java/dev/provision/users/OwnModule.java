package dev.provision.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** The application that docs/your-own-service.md shows, as its build would leave it in a module of a checkout. */
record OwnModule(Path checkout) {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** Builds it with what the build of {@code service} has left, as module {@code orders}. */
    void build() throws IOException {
        Path service = checkout.resolve("service/target");
        Path target = checkout.resolve("orders/target");
        Path libraries = Files.createDirectories(target.resolve("libs"));
        try (Stream<Path> jars = Files.list(service.resolve("libs"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, libraries.resolve(jar.getFileName()));
            }
        }
        Matcher code = JAVA.matcher(Files.readString(checkout.resolve("docs/your-own-service.md")));
        assertThat(code.find()).isTrue();
        Path classes = Files.createDirectories(target.resolve("classes"));
        Path source = Files.writeString(classes.resolve("Main.java"), code.group(1));
        String classPath = jars(libraries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", classPath, "-d", classes.toString(), source.toString()))
                .isZero();
        Map<String, byte[]> content = new TreeMap<>(Map.of(
                "orders/Main.class", Files.readAllBytes(classes.resolve("orders/Main.class")),
                "META-INF/provision/training-options", bytes("-Dservice.train=true\n"),
                "META-INF/provision/training-requests", bytes("GET /orders/7\n")));
        jar(target.resolve("orders.jar"), libraries, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Stream<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return List.copyOf(files.sorted().toList()).stream();
        }
    }

    private static void jar(Path file, Path libraries, Map<String, byte[]> content) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "orders.Main");
        main.put(
                Attributes.Name.CLASS_PATH,
                jars(libraries).map(jar -> "libs/" + jar.getFileName()).collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
    }
}
