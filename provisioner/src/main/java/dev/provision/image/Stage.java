package dev.provision.image;

import dev.provision.graph.ProvisionException.StepFailed;
import dev.provision.image.ModuleOutput.BuiltFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The application's folder as it will be in the image, but for the runtime.
 *
 * @param folder where it is
 * @param libraries where its libraries are from. Jib knows a layer by its files' paths and times, and would compress what
 *     lies in another folder after each change of the application again
 */
record Stage(Path folder, Path libraries) {
    /** Of the JDK and the libraries; the same for every build of the application. */
    static final String AOT_CACHE = "libs.aot";

    /** Of the application, on top of the AOT cache. */
    static final String APPLICATION_ARCHIVE = "app.jsa";

    /**
     * Lays the folder out.
     *
     * @param key of everything that decides its content, because the times of its files are all the same
     */
    static Stage of(CacheFolder cache, String key, ModuleOutput output, String launchArguments) {
        Path libraries = libraries(cache, output);
        Path folder = cache.get("stages", key, made -> {
            stored(output.application(), made);
            for (String jar : jars(libraries)) {
                link(libraries.resolve(jar), made.resolve(jar));
            }
            for (BuiltFile extra : output.extras()) {
                copy(extra, made);
            }
            Path arguments = made.resolve(LaunchArguments.FILE);
            Files.writeString(arguments, launchArguments);
            Files.setLastModifiedTime(arguments, Layers.MODIFIED);
        });
        cache.prune("stages", 5);
        return new Stage(folder, libraries);
    }

    private static Path libraries(CacheFolder cache, ModuleOutput output) {
        String key = new Fingerprint()
                .add("libraries", output.libraryFingerprints())
                .add("in", LibrariesJar.NAME)
                .hex()
                .substring(0, 20);
        Path folder = cache.get("libraries", key, made -> {
            LibrariesJar.write(output.libraries().stream().map(BuiltFile::path).toList(), made);
            for (BuiltFile library : output.libraries()) {
                refuseChanged(library, library.path());
            }
            for (String jar : jars(made)) {
                Files.setLastModifiedTime(made.resolve(jar), Layers.MODIFIED);
            }
        });
        cache.prune("libraries", 5);
        return folder;
    }

    /** The names of the jars that hold the libraries. */
    List<String> libraryJars() {
        try {
            return jars(libraries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The AOT cache of the libraries, if there is one. */
    Optional<Path> aotCache() {
        return Optional.of(folder.resolve(AOT_CACHE)).filter(Files::isRegularFile);
    }

    /** The archive of the application's classes, if there is one. */
    Optional<Path> applicationArchive() {
        return Optional.of(folder.resolve(APPLICATION_ARCHIVE)).filter(Files::isRegularFile);
    }

    /** Puts a finished archive in its place; the file stays where it was, too. */
    void keep(Path archive, String name) {
        try {
            Path target = folder.resolve(name);
            Files.deleteIfExists(target);
            link(archive, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /**
     * Copies the application's jar with its entries as they are, not compressed each by itself: the layer is compressed as
     * one, which makes it a quarter smaller.
     */
    private static void stored(BuiltFile file, Path folder) throws IOException {
        Path target = folder.resolve(file.name());
        StoredJar.ofApplication(file.path(), target);
        refuseChanged(file, file.path());
        Files.setLastModifiedTime(target, Layers.MODIFIED);
    }

    private static void copy(BuiltFile file, Path folder) throws IOException {
        Path target = folder.resolve(file.name());
        Files.createDirectories(target.getParent());
        Files.copy(file.path(), target, StandardCopyOption.REPLACE_EXISTING);
        refuseChanged(file, target);
        Files.setLastModifiedTime(target, Layers.MODIFIED);
    }

    private static void refuseChanged(BuiltFile file, Path now) {
        if (!Fingerprint.of(now).equals(file.sha256())) {
            throw new StepFailed(
                    Optional.empty(),
                    file.path() + " was changed while the image was built",
                    "",
                    "wait for the build to end, then run the command again",
                    null);
        }
    }
}
