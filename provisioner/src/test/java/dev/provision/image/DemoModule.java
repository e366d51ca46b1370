package dev.provision.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** A module that was built: a small HTTP server and a library that it needs. */
public final class DemoModule {
    private static final String MAIN = """
            package demo;

            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;

            public class Main {
                public static void main(String[] args) throws Exception {
                    int port = Integer.parseInt(System.getenv().getOrDefault("SERVER_PORT", "8080"));
                    var server = HttpServer.create(new InetSocketAddress(System.getenv("SERVER_HOST"), port), 0);
                    server.createContext("/", exchange -> {
                        byte[] body = (lib.Greeting.text() + %s).getBytes();
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
                    lib.Greeting.text();
                    server.start();
                    System.out.println("started");
                }
            }
            """;

    private static final String GREETING = """
            package lib;

            public class Greeting {
                public static String text() {
                    return "Hello from " + System.getProperty("java.version");
                }
            }
            """;

    private final Path folder;

    private DemoModule(Path folder) {
        this.folder = folder;
    }

    /** Builds it in a folder. */
    public static DemoModule in(Path folder) throws IOException {
        DemoModule module = new DemoModule(folder);
        Path source = folder.resolve("src/main/java/demo/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "the compiled text is elsewhere");
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
        module.build("0");
        return module;
    }

    Path folder() {
        return folder;
    }

    Path applicationJar() {
        return folder.resolve("target").resolve(folder.getFileName() + ".jar");
    }

    /** Builds it again; another answer makes another application. */
    void build(String answer) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        Path sources = Files.createTempDirectory(folder, "sources");
        Path greeting = Files.writeString(sources.resolve("Greeting.java"), GREETING);
        Path main = Files.writeString(sources.resolve("Main.java"), MAIN.formatted(answer));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), greeting.toString(), main.toString());
        if (result != 0) {
            throw new IllegalStateException("the demo does not compile");
        }
        Path libs = Files.createDirectories(folder.resolve("target/libs"));
        jar(libs.resolve("greeting.jar"), Map.of(), files(classes, "lib/Greeting.class"));
        Map<String, byte[]> application = files(classes, "demo/Main.class");
        application.put(Lesson.REQUESTS, "# how it trains\nGET /\nPOST / {}\n".getBytes(StandardCharsets.UTF_8));
        jar(applicationJar(), Map.of("Main-Class", "demo.Main", "Class-Path", "libs/greeting.jar"), application);
    }

    private static Map<String, byte[]> files(Path folder, String... names) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of(names)) {
            files.put(name, Files.readAllBytes(folder.resolve(name)));
        }
        return files;
    }

    private static void jar(Path file, Map<String, String> attributes, Map<String, byte[]> files) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        new TreeMap<>(attributes)
                .forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            entry(jar, "META-INF/MANIFEST.MF");
            manifest.write(jar);
            for (Map.Entry<String, byte[]> content : files.entrySet()) {
                entry(jar, content.getKey());
                jar.write(content.getValue());
            }
        }
    }

    private static void entry(JarOutputStream jar, String name) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(0);
        jar.putNextEntry(entry);
    }
}
