package dev.provision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.config.ImageSettings;
import dev.provision.config.ImageSettings.Architecture;
import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class ImageInputsTest {
    @TempDir
    private Path temporary;

    @Test
    void a_module_that_is_missing_unbuilt_or_changed_since_is_refused_with_what_to_run() throws Exception {
        assertRefused(temporary.resolve("absent"), "is not a folder");
        Path unbuilt = Files.createDirectories(temporary.resolve("unbuilt"));
        assertRefused(unbuilt, "the module is not built");

        DemoModule module = DemoModule.in(temporary.resolve("demo"));
        Path source = module.folder().resolve("src/main/java/demo/Main.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        Files.createFile(temporary.resolve("mvnw"));
        assertThatThrownBy(() -> image(module.folder(), Map.of(), List.of()))
                .isInstanceOfSatisfying(ConfigInvalid.class, invalid -> {
                    assertThat(invalid).hasMessageContaining("was changed after");
                    assertThat(invalid.remedy()).isEqualTo("run ./mvnw -pl demo -am package");
                });
    }

    @Test
    void the_content_tag_follows_what_runs_and_not_the_labels() throws Exception {
        DemoModule module = DemoModule.in(temporary.resolve("demo"));
        String tag = image(module.folder(), Map.of(), List.of()).contentTag();
        assertThat(tag).matches("[0-9a-f]{20}");
        assertThat(image(module.folder(), Map.of(), List.of()).contentTag()).isEqualTo(tag);
        assertThat(image(module.folder(), Map.of("A", "1"), List.of()).contentTag())
                .isNotEqualTo(tag);
        assertThat(image(module.folder(), Map.of(), List.of("-Xss1m")).contentTag())
                .isNotEqualTo(tag);
        module.build("1");
        assertThat(image(module.folder(), Map.of(), List.of()).contentTag()).isNotEqualTo(tag);
    }

    @Test
    void jars_that_the_manifest_does_not_name_are_left_out() throws Exception {
        DemoModule module = DemoModule.in(temporary.resolve("demo"));
        String tag = image(module.folder(), Map.of(), List.of()).contentTag();
        Path greeting = module.folder().resolve("target/libs/greeting.jar");
        Path old = Files.copy(greeting, greeting.resolveSibling("old-1.0.jar"));
        assertThat(image(module.folder(), Map.of(), List.of()).contentTag()).isEqualTo(tag);

        Files.move(greeting, greeting.resolveSibling("greeting-1.0-SNAPSHOT.jar"));
        assertThat(ModuleOutput.of(module.folder()).libraries())
                .extracting(ModuleOutput.BuiltFile::name)
                .containsExactly("libs/greeting-1.0-SNAPSHOT.jar", "libs/" + old.getFileName());
    }

    @Test
    void the_bill_of_materials_names_every_jar_with_its_hash() throws Exception {
        DemoModule module = DemoModule.in(temporary.resolve("demo"));
        Path versioned = module.folder().resolve("target/libs/helidon-thing-4.4.0.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(versioned))) {
            jar.putNextEntry(new JarEntry("META-INF/maven/io.helidon/helidon-thing/pom.properties"));
            jar.write("groupId=io.helidon\nartifactId=helidon-thing\nversion=4.4.0\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.delete(versioned.resolveSibling("greeting.jar"));
        JsonNode components = JsonNode.parser()
                .parse(Sbom.of(ModuleOutput.of(module.folder()), Optional.of("25")))
                .field("components")
                .orElseThrow();
        assertThat(components.asArray())
                .extracting(component -> component.field("name").orElseThrow().asString())
                .containsExactly("java", "demo", "helidon-thing");
        JsonNode library = components.index(2).orElseThrow();
        assertThat(library.field("purl").orElseThrow().asString())
                .isEqualTo("pkg:maven/io.helidon/helidon-thing@4.4.0");
        assertThat(library.field("hashes")
                        .orElseThrow()
                        .index(0)
                        .orElseThrow()
                        .field("content")
                        .orElseThrow()
                        .asString())
                .isEqualTo(Fingerprint.of(versioned));
    }

    @Test
    void the_stored_jar_of_an_application_has_the_same_entries_and_is_the_same_every_time() throws Exception {
        Path jar = DemoModule.in(temporary.resolve("demo")).applicationJar();
        Path once = temporary.resolve("once.jar");
        Path twice = temporary.resolve("twice.jar");
        StoredJar.ofApplication(jar, once);
        StoredJar.ofApplication(jar, twice);
        assertThat(twice).hasSameBinaryContentAs(once);
        try (JarFile original = new JarFile(jar.toFile());
                JarFile stored = new JarFile(once.toFile())) {
            assertThat(stored.stream().map(ZipEntry::getName))
                    .containsExactlyElementsOf(
                            original.stream().map(ZipEntry::getName).toList());
            assertThat(stored.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
            Attributes attributes = original.getManifest().getMainAttributes();
            assertThat(attributes.remove(Attributes.Name.CLASS_PATH)).isEqualTo("libs/greeting.jar");
            assertThat(stored.getManifest().getMainAttributes()).isEqualTo(attributes);
        }
    }

    @Property(tries = 200)
    void fingerprints_of_different_lists_differ(@ForAll List<String> one, @ForAll List<String> other) {
        String first = new Fingerprint().add("list", one).hex();
        String second = new Fingerprint().add("list", other).hex();
        assertThat(first.equals(second)).isEqualTo(one.equals(other));
    }

    @Test
    void credentials_travel_without_tls_to_this_machine_only() {
        assertThat(List.of("127.0.0.1:4566/demo", "localhost:4566/a/b", "127.8.9.1/demo", "[::1]:4566/demo"))
                .allMatch(uri -> new RegistryTarget(uri, "AWS", "p").loopback());
        assertThat(List.of("1.dkr.ecr.eu-west-2.amazonaws.com/demo", "127.0.0.1.evil.example/demo", "localhost.evil/a"))
                .noneMatch(uri -> new RegistryTarget(uri, "AWS", "p").loopback());
    }

    private void assertRefused(Path folder, String why) {
        assertThatThrownBy(() -> image(folder, Map.of(), List.of()))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining(why);
    }

    private ServiceImage image(Path folder, Map<String, String> environment, List<String> options) {
        return ServiceImage.of(new ImageInputs(
                folder,
                new ImageSettings(Optional.empty(), Architecture.X86_64),
                new JvmFlags(options),
                environment,
                Map.of("label", String.valueOf(environment.size())),
                List.of(),
                temporary.resolve("cache")));
    }
}
