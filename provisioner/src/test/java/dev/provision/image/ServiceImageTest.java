package dev.provision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.config.ImageSettings;
import dev.provision.config.ImageSettings.Architecture;
import dev.provision.graph.ProvisionException;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ServiceImageTest {
    /** Shared, because linking a runtime takes seconds. */
    @TempDir
    private static Path cache;

    @TempDir
    private Path temporary;

    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private LocalCloud cloud;
    private RegistryProxy proxy;
    private DemoModule module;
    private RegistryTarget target;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(Options.forTests());
        module = DemoModule.in(temporary.resolve("demo"));
        try (EcrClient ecr = EcrClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.EU_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            ecr.createRepository(r -> r.repositoryName("demo"));
            String token =
                    ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
            String password =
                    new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring("AWS:".length());
            proxy = new RegistryProxy(cloud.endpoint(), Optional.of("Basic " + token));
            target = new RegistryTarget(proxy.host() + "/demo", "AWS", password);
        }
    }

    @AfterEach
    void stop() {
        proxy.close();
        cloud.close();
    }

    private ServiceImage image() {
        return image(Optional.empty());
    }

    private ServiceImage image(Optional<String> base) {
        Architecture architecture = Host.current().architecture().orElseThrow();
        return ServiceImage.of(new ImageInputs(
                module.folder(),
                new ImageSettings(base, architecture),
                JvmFlags.containerDefaults(),
                Map.of("GREETING", "hello"),
                Map.of("team", "red"),
                List.of("/health"),
                cache));
    }

    @Test
    void the_same_inputs_make_the_same_image_and_nothing_is_sent_twice() throws Exception {
        String tag = image().contentTag();
        String digest = image().push(target, progress::add);
        assertThat(progress)
                .filteredOn(line -> line.startsWith("layer "))
                .hasSize(4)
                .allMatch(line -> line.endsWith("pushed"));
        assertThat(proxy.takeSent()).filteredOn(sent -> sent.startsWith("PUT ")).hasSize(6);

        progress.clear();
        assertThat(image().contentTag()).isEqualTo(tag);
        assertThat(image().push(target, progress::add)).isEqualTo(digest);
        assertThat(progress).hasSize(4).allMatch(line -> line.endsWith("exists"));
        assertThat(proxy.takeSent()).containsExactly("PUT /v2/demo/manifests/" + tag);
        assertThat(progress).noneMatch(line -> line.contains(target.password()));

        progress.clear();
        List<String> compressed = compressedLayers();
        module.build("1");
        assertThat(image().contentTag()).isNotEqualTo(tag);
        assertThat(image().push(target, progress::add)).isNotEqualTo(digest);
        assertThat(progress)
                .filteredOn(line -> line.endsWith("pushed"))
                .extracting(line -> line.split(" ")[1])
                .containsExactly("application");
        assertThat(progress).noneMatch(line -> line.contains("AOT cache"));
        assertThat(compressedLayers()).hasSize(compressed.size() + 1).containsAll(compressed);
    }

    /** As Jib remembers them. */
    private List<String> compressedLayers() {
        return List.of(cache.resolve("jib/application/selectors").toFile().list());
    }

    @Test
    void an_unpacked_image_runs_from_any_folder_with_its_aot_cache() throws Exception {
        String digest = image().push(target, progress::add);
        try (HttpClient client = PulledImage.client()) {
            PulledImage pulled = new PulledImage(target, client, digest);
            assertContainerConfiguration(pulled.config());
            Path root = temporary.resolve("elsewhere/root");
            List<TarArchiveEntry> entries = pulled.unpack(root);
            assertThat(entries).allSatisfy(entry -> {
                assertThat(entry.isSymbolicLink()).isFalse();
                assertThat(entry.getMode() & 0777).isIn(entry.isDirectory() ? 0755 : 0644, 0755);
            });
            assertThat(started(root, List.of(), "-Xshare:on", "-Xlog:class+load"))
                    .containsPattern("demo.Main source: shared objects file \\(top\\)")
                    .containsPattern("lib.Greeting source: shared objects file\n")
                    .endsWith("started\n");

            Files.delete(root.resolve("app/libs.aot"));
            assertThat(started(root, List.of(), "-Xshare:on")).doesNotContain("started\n");
        }
    }

    @Test
    void a_base_image_lies_below_the_one_of_this_architecture() throws Exception {
        ManyArchitecturesTest.push(proxy.host() + "/demo:base", target.password(), temporary);
        String digest = image(Optional.of(proxy.host() + "/demo:base")).push(target, progress::add);
        try (HttpClient client = PulledImage.client()) {
            PulledImage pulled = new PulledImage(target, client, digest);
            assertThat(pulled.architecture())
                    .isEqualTo(
                            Host.current().architecture().equals(Optional.of(Architecture.ARM64)) ? "arm64" : "amd64");
            assertContainerConfiguration(pulled.config());
            assertThat(pulled.unpack(temporary.resolve("unpacked")))
                    .extracting(TarArchiveEntry::getName)
                    .contains("of-the-base", "app/demo.jar", "app/runtime/bin/java");
        }
    }

    /** Every file system is mounted read-only for it, {@code /tmp} too. */
    @Test
    void an_image_needs_nothing_to_write_to() throws Exception {
        String readOnly = "mount --make-rprivate / && for m in $(awk '{print $2}' /proc/mounts); do"
                + " mount -o remount,bind,ro \"$m\" 2>/dev/null; done; ! touch /tmp/x 2>/dev/null && exec \"$@\"";
        List<String> prefix = List.of("unshare", "--mount", "sh", "-c", readOnly, "sh");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/unshare"))
                        && new ProcessBuilder(trial).start().waitFor() == 0,
                "nobody may mount file systems read-only here");
        String digest = image().push(target, progress::add);
        Path root = temporary.resolve("root");
        try (HttpClient client = PulledImage.client()) {
            var _ = new PulledImage(target, client, digest).unpack(root);
        }
        assertThat(started(root, prefix, "-Xshare:on")).endsWith("started\n");
    }

    private static void assertContainerConfiguration(JsonNode config) {
        assertThat(config.field("Entrypoint").orElseThrow().asArray())
                .extracting(JsonNode::asString)
                .containsExactly("/app/runtime/bin/java", "-XX:SharedArchiveFile=libs.aot:app.jsa", "@app.args");
        assertThat(config.field("WorkingDir").orElseThrow().asString()).isEqualTo("/app");
        assertThat(config.field("User").orElseThrow().asString()).isEqualTo("65532:65532");
        assertThat(config.field("Env").orElseThrow().asArray())
                .extracting(JsonNode::asString)
                .contains("GREETING=hello");
        assertThat(config.field("Labels").orElseThrow().asObject())
                .containsKeys(
                        "team",
                        "org.opencontainers.image.title",
                        "org.opencontainers.image.version",
                        "dev.provision.sbom");
    }

    /**
     * The first lines that the image's entry point prints, up to the one that says that it serves.
     *
     * @param prefix of the command
     */
    private static String started(Path root, List<String> prefix, String... options) throws IOException {
        Path app = root.resolve("app");
        List<String> command = new ArrayList<>(prefix);
        command.add(app.resolve("runtime/bin/java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:SharedArchiveFile=libs.aot:app.jsa", "@app.args"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(app.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("SERVER_HOST", "127.0.0.1", "SERVER_PORT", "0"));
        Process process = builder.start();
        try (BufferedReader output = process.inputReader()) {
            StringBuilder text = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                text.append(line).append('\n');
                if (line.equals("started")) {
                    break;
                }
            }
            return text.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_module_that_cannot_be_trained_is_deployed_without_an_archive_of_it() throws Exception {
        module.build("new Object() { int end() { Runtime.getRuntime().halt(3); return 0; } }.end()");
        String digest = image().push(target, progress::add);
        assertThat(progress).anyMatch(line -> line.startsWith("warning: the image will start slower"));
        try (HttpClient client = PulledImage.client()) {
            // with the AOT cache of the libraries only if another test made it
            assertThat(new PulledImage(target, client, digest)
                            .config()
                            .field("Entrypoint")
                            .orElseThrow()
                            .asArray())
                    .extracting(JsonNode::asString)
                    .startsWith("/app/runtime/bin/java")
                    .endsWith("@app.args")
                    .noneMatch(argument -> argument.contains(Stage.APPLICATION_ARCHIVE));
        }
    }

    @Test
    void wrong_credentials_are_told_without_showing_them() {
        RegistryTarget wrong = new RegistryTarget(target.repositoryUri(), "AWS", "not-the-password");
        assertThatThrownBy(() -> image().push(wrong, progress::add))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining(target.repositoryUri())
                .hasMessageNotContaining("not-the-password");
        assertThat(wrong.toString()).doesNotContain("not-the-password");
    }
}
