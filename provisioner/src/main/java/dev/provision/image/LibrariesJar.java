package dev.provision.image;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;

/**
 * One jar of all libraries, and of {@link ApplicationOutside}. Whoever looks for a service or a resource by name opens every
 * jar of the class path, the JDK itself for a {@code LoggerFinder}; with a jar for each library that took a fifth of a cold start.
 *
 * <p>What the libraries find is what they found: of a class, the first; of a list of services, all lines; of any other file
 * that several libraries have with different contents, the first one here and the others, in their order, in jars that the
 * manifest names. Manifests, signatures and descriptions of modules are left out: a class path of one jar has no use for them.
 */
final class LibrariesJar implements AutoCloseable {
    /** Its path in the application's folder. */
    static final String NAME = "libraries.jar";

    /** The oldest that an image can have; of a jar for several versions its classes are taken. */
    private static final Runtime.Version JAVA = Runtime.Version.parse("25");

    private static final Pattern LEFT_OUT = Pattern.compile(
            "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC)|versions/.*)|module-info\\.class");

    /** A line for each entry. */
    private static final Pattern LISTS = Pattern.compile("META-INF/(services/[^/]+|helidon/manifest)");

    /** For people, and for the tools of a build. Each library's has a name of its own here. */
    private static final Pattern NOT_FOR_PROGRAMS = Pattern.compile(
            "(META-INF/)?(LICENSE|NOTICE|COPYRIGHT|DEPENDENCIES|README|CHANGES|ABOUT)[^/]*"
                    + "|META-INF/helidon/config-metadata\\.json|META-INF/native-image/.*",
            Pattern.CASE_INSENSITIVE);

    private final List<JarFile> libraries = new ArrayList<>();

    private LibrariesJar(List<Path> libraries) throws IOException {
        for (Path library : libraries) {
            this.libraries.add(new JarFile(library.toFile(), false, ZipFile.OPEN_READ, JAVA));
        }
    }

    /**
     * Writes it, byte by byte the same for the same libraries.
     *
     * @param libraries in the order of the class path
     * @param folder gets {@value #NAME}, and the jars that this one names
     */
    static void write(List<Path> libraries, Path folder) throws IOException {
        try (LibrariesJar jar = new LibrariesJar(libraries)) {
            jar.write(folder);
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile library : libraries) {
            library.close();
        }
    }

    private void write(Path folder) throws IOException {
        Map<String, List<JarFile>> holders = new LinkedHashMap<>();
        for (JarFile library : libraries) {
            library.versionedStream()
                    .map(JarEntry::getName)
                    .filter(name -> !LEFT_OUT.matcher(name).matches())
                    .forEach(name -> holders.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(library));
        }
        List<Map<String, byte[]>> further = further(holders);
        try (StoredJar jar = new StoredJar(folder.resolve(NAME))) {
            jar.put(manifest(further.size()));
            jar.put(entry(ApplicationOutside.class), bytes(ApplicationOutside.class));
            for (Map.Entry<String, List<JarFile>> file : holders.entrySet()) {
                write(file.getKey(), file.getValue(), jar);
            }
        }
        for (int i = 0; i < further.size(); i++) {
            try (StoredJar jar = new StoredJar(folder.resolve(name(i)))) {
                for (Map.Entry<String, byte[]> file : further.get(i).entrySet()) {
                    jar.put(file.getKey(), file.getValue());
                }
            }
        }
    }

    private static void write(String name, List<JarFile> holders, StoredJar jar) throws IOException {
        if (LISTS.matcher(name).matches()) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (byte[] list : contents(name, holders)) {
                lines.writeBytes(list);
                lines.write('\n');
            }
            jar.put(name, lines.toByteArray());
        } else if (NOT_FOR_PROGRAMS.matcher(name).matches()
                && contents(name, holders).size() > 1) {
            for (JarFile holder : holders) {
                String library = new File(holder.getName()).getName();
                jar.put("META-INF/libraries/" + library + "/" + name, content(name, holder));
            }
        } else {
            jar.put(name, content(name, holders.getFirst()));
        }
    }

    /** What is not in the first jar, by name, for each of the jars after it. */
    private static List<Map<String, byte[]>> further(Map<String, List<JarFile>> holders) throws IOException {
        List<Map<String, byte[]>> further = new ArrayList<>();
        for (Map.Entry<String, List<JarFile>> file : holders.entrySet()) {
            String name = file.getKey();
            if (file.getValue().size() > 1
                    && !name.endsWith(".class")
                    && !name.endsWith("/")
                    && !LISTS.matcher(name).matches()
                    && !NOT_FOR_PROGRAMS.matcher(name).matches()) {
                List<byte[]> contents = contents(name, file.getValue());
                for (int i = 1; i < contents.size(); i++) {
                    if (further.size() < i) {
                        further.add(new LinkedHashMap<>());
                    }
                    further.get(i - 1).put(name, contents.get(i));
                }
            }
        }
        return further;
    }

    /** The different contents of the files of that name, in the order of their libraries. */
    private static List<byte[]> contents(String name, List<JarFile> holders) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (JarFile holder : holders) {
            byte[] content = content(name, holder);
            if (contents.stream().noneMatch(other -> Arrays.equals(other, content))) {
                contents.add(content);
            }
        }
        return contents;
    }

    private static Manifest manifest(int further) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (further > 0) {
            String names =
                    IntStream.range(0, further).mapToObj(LibrariesJar::name).collect(Collectors.joining(" "));
            attributes.put(Attributes.Name.CLASS_PATH, names);
        }
        return manifest;
    }

    private static String name(int further) {
        return "libraries-" + (further + 2) + ".jar";
    }

    private static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry(type))) {
            return in.readAllBytes();
        }
    }

    private static byte[] content(String name, JarFile jar) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
            return in.readAllBytes();
        }
    }
}
