package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.provision.aws.ecr.ImageSource;
import dev.provision.aws.ecr.RegistryTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The service of this project with the resource of its tests that fails in every way a handler can. It runs on this test's
 * own Java, for what is looked at is what it does and not how fast it starts.
 */
final class MisbehavingService implements ImageSource {
    private static final Path MODULE = Path.of("").toAbsolutePath().resolveSibling("service");
    private static final Path TARGET = MODULE.resolve("target");

    // Whatever its processes have in common is loaded once.
    private static final String PROGRAM = """
            #!/bin/sh
            exec %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
            -cp 'classes:test-classes:libs/*' dev.provision.service.Misbehaving
            """;
    private final Path folder;

    MisbehavingService(Path folder) {
        assertThat(TARGET.resolve("test-classes/dev/provision/service/Misbehaving.class"))
                .as("what `./mvnw -pl service verify` builds")
                .exists();
        this.folder = folder;
    }

    @Override
    public Optional<String> contentTag() {
        return Optional.of("misbehaving");
    }

    @Override
    public String push(RegistryTarget target, Consumer<String> progress) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("program");
        try {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Path program = Files.writeString(folder.resolve("run"), PROGRAM.formatted(java));
            layer.addEntry(new FileEntry(
                    program, AbsoluteUnixPath.get("/app/run"), FilePermissions.fromOctalString("755"), Instant.EPOCH));
            for (String part : new String[] {"classes", "test-classes", "libs"}) {
                add(layer, part);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return PushedLayer.push(target, "misbehaving", layer.build(), "/app/run", folder);
    }

    private static void add(FileEntriesLayer.Builder layer, String part) throws IOException {
        try (Stream<Path> files = Files.walk(TARGET.resolve(part))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                layer.addEntry(file, AbsoluteUnixPath.get("/app/" + TARGET.relativize(file)));
            }
        }
    }
}
