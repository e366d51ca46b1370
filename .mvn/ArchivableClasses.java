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
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar that are in the format of Java 5 the format of Java 8; they do the same as before. An AOT cache
 * takes no class of the old format ("Old class has been linked"), for it is verified without stack maps, and picocli is in
 * that format: to load it from its jar took longer than everything else in the start of the CLI.
 */
final class ArchivableClasses {
    private static final ClassFileVersion ARCHIVABLE = ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);
    private final JarFile jar;
    private final ClassFile format;

    private ArchivableClasses(JarFile jar) {
        this.jar = jar;
        ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(this::open)
                .orElse(ClassHierarchyResolver.ofResourceParsing(ClassLoader.getSystemClassLoader()));
        this.format =
                ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy.cached()));
    }

    /** @param jars the files, which are replaced where they have such classes */
    public static void main(String... jars) throws IOException {
        for (String name : jars) {
            Path file = Path.of(name);
            Path rewritten = Path.of(name + ".rewritten");
            try (JarFile jar = new JarFile(file.toFile())) {
                new ArchivableClasses(jar).write(rewritten);
            }
            Files.move(rewritten, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void write(Path file) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            for (JarEntry entry : jar.stream().toList()) {
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(content(entry));
                out.closeEntry();
            }
        }
    }

    private byte[] content(JarEntry entry) throws IOException {
        byte[] bytes;
        try (InputStream in = jar.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        if (!entry.getName().endsWith(".class")) {
            return bytes;
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
        String name = type.descriptorString();
        JarEntry entry = jar.getJarEntry(name.substring(1, name.length() - 1) + ".class");
        try {
            // Null is the interface's word for "not here".
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name, unreadable);
        }
    }
}
