package dev.provision.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.provision.image.ModuleOutput.BuiltFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The layers of an image, from what changes seldom to what changes with every build. */
final class Layers {
    /** Where everything is in the image; the working directory, so that arguments can be relative to it. */
    static final String FOLDER = "/app";

    /**
     * The modification time of every file. The JVM refuses an AOT cache whose jars have other times than when it was made,
     * so that files get this time before training already.
     */
    static final FileTime MODIFIED = FileTime.from(Instant.ofEpochSecond(1));

    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");

    private Layers() {}

    /**
     * The layers.
     *
     * @param runtime the folder of the linked runtime, where the image has one
     * @param aotCache the folder of the libraries' archive, where the image has one
     */
    static List<FileEntriesLayer> of(
            Optional<Path> runtime, Optional<Path> aotCache, ModuleOutput output, Stage stage) {
        List<FileEntriesLayer> layers = new ArrayList<>();
        runtime.ifPresent(folder -> layers.add(runtime(folder)));
        layers.add(files("dependencies", stage.libraries(), stage.libraryJars().stream()));
        aotCache.ifPresent(folder -> layers.add(files("aot-cache", folder, Stream.of(Stage.AOT_CACHE))));
        layers.add(files(
                "application",
                stage.folder(),
                Stream.of(
                                Stream.of(output.application().name(), LaunchArguments.FILE),
                                output.extras().stream().map(BuiltFile::name),
                                stage.applicationArchive().stream().map(_ -> Stage.APPLICATION_ARCHIVE))
                        .flatMap(names -> names)));
        return layers.stream().filter(layer -> !layer.getEntries().isEmpty()).toList();
    }

    private static FileEntriesLayer runtime(Path folder) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("runtime");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                // jlink links equal legal notices to each other; the image gets the files themselves
                add(
                        layer,
                        file.toRealPath(),
                        "runtime/" + folder.relativize(file).toString().replace('\\', '/'));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return layer.build();
    }

    private static FileEntriesLayer files(String name, Path folder, Stream<String> files) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        files.forEach(file -> add(layer, folder.resolve(file), file));
        return layer.build();
    }

    private static void add(FileEntriesLayer.Builder layer, Path source, String name) {
        layer.addEntry(
                source,
                AbsoluteUnixPath.get(FOLDER + "/" + name),
                Files.isExecutable(source) ? EXECUTABLE : READABLE,
                MODIFIED.toInstant());
    }
}
