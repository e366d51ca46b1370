import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;

/**
 * Makes one jar of many. Whoever looks for a service or a resource by name (slf4j, each client of the AWS SDK) opens every jar of
 * the class path, and to open 120 of them took a tenth of a command's time.
 *
 * <p>Classes that are in the format of Java 5 get the format of Java 8; they do the same as before. An AOT cache takes no class
 * of the old format ("Old class has been linked"), for it is verified without stack maps, and picocli is in that format: to load
 * it from its jar took longer than everything else in the start of the CLI.
 */
final class OneLibrary implements AutoCloseable {
    private static final ClassFileVersion ARCHIVABLE = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);
    private final List<JarFile> jars = new ArrayList<>();
    private final ClassFile format;

    private OneLibrary(List<String> jars) throws IOException {
        for (String name : jars) {
            this.jars.add(new JarFile(name));
        }
        ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(this::open)
                .orElse(ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader()));
        this.format =
                ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy.cached()));
    }

    /** @param files the jar to write, then those to read */
    public static void main(String... files) throws IOException {
        Path one = Path.of(files[0]);
        Path unfinished = Path.of(files[0] + ".unfinished");
        try (OneLibrary library = new OneLibrary(List.of(files).subList(1, files.length))) {
            library.write(unfinished);
        }
        Files.move(unfinished, one, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
    }

    private void write(Path file) throws IOException {
        Map<String, List<JarFile>> holders = new TreeMap<>();
        for (JarFile jar : jars) {
            jar.stream()
                    .filter(OneLibrary::wanted)
                    .forEach(entry -> holders.computeIfAbsent(entry.getName(), _ -> new ArrayList<>())
                            .add(jar));
        }
        try (JarOutputStream out = new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            // To compress the 270 MB takes longer than all the rest.
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, List<JarFile>> entry : holders.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                write(entry.getKey(), entry.getValue(), out);
                out.closeEntry();
            }
        }
    }

    /** Not what tells of one jar or of a module, nor what is for later versions than the one that all have in common. */
    private static boolean wanted(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && !name.equals(JarFile.MANIFEST_NAME)
                && !name.endsWith("module-info.class")
                && !name.startsWith("META-INF/versions/")
                && !name.startsWith("META-INF/maven/");
    }

    /** The first jar's class; of anything else all that there is, for what several jars have are lists, a line for each entry. */
    private void write(String name, List<JarFile> holders, JarOutputStream out) throws IOException {
        if (name.endsWith(".class")) {
            out.write(archivable(name, content(name, holders.getFirst())));
            return;
        }
        for (int holder = 0; holder < holders.size(); holder++) {
            if (holder > 0) {
                out.write('\n');
            }
            out.write(content(name, holders.get(holder)));
        }
    }

    private static byte[] content(String name, JarFile jar) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
            return in.readAllBytes();
        }
    }

    private byte[] archivable(String name, byte[] bytes) {
        if (name.equals(OnDemand.TABLE)) {
            return OnDemand.of(bytes, format);
        }
        ClassModel old = format.parse(bytes);
        return old.majorVersion() >= ClassFile.JAVA_6_VERSION ? bytes : archivable(old);
    }

    private byte[] archivable(ClassModel old) {
        // Only code that is written anew gets stack maps, so that every element of it passes through here.
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeBuilder::with);
        return format.transformClass(
                old,
                code.andThen((builder, element) ->
                        builder.with(element instanceof ClassFileVersion ? ARCHIVABLE : element)));
    }

    private InputStream open(ClassDesc type) {
        String descriptor = type.descriptorString();
        String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
        try {
            for (JarFile jar : jars) {
                JarEntry entry = jar.getJarEntry(name);
                if (entry != null) {
                    return jar.getInputStream(entry);
                }
            }
            // The interface's word for "not here".
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name, unreadable);
        }
    }
}
