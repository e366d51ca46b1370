package dev.provision.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import dev.provision.config.ImageSettings.Architecture;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** An image index of two architectures in a registry, of which one part is copied: Lambda takes no index. */
@Timeout(180)
final class ManyArchitecturesTest {
    @TempDir
    private Path folder;

    private LocalCloud cloud;
    private RegistryProxy open;
    private RegistryTarget target;

    @BeforeEach
    void anIndexOfTwo() throws Exception {
        cloud = LocalCloud.start(Options.forTests());
        try (EcrClient ecr = EcrClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.EU_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            ecr.createRepository(r -> r.repositoryName("many"));
            ecr.createRepository(r -> r.repositoryName("demo"));
            String token =
                    ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
            String password =
                    new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring("AWS:".length());
            open = new RegistryProxy(cloud.endpoint(), Optional.of("Basic " + token));
            target = new RegistryTarget(open.host() + "/demo", "AWS", password);
            push(open.host() + "/many:1", password, folder);
        }
    }

    /** Pushes an index of two images with one file, {@code /of-the-base}. */
    static void push(String reference, String password, Path folder) throws Exception {
        System.setProperty("sendCredentialsOverHttp", "true");
        Jib.fromScratch()
                .setPlatforms(Set.of(new Platform("amd64", "linux"), new Platform("arm64", "linux")))
                .addLayer(List.of(Files.writeString(folder.resolve("of-the-base"), "x")), AbsoluteUnixPath.get("/"))
                .setEntrypoint("/of-the-base")
                .containerize(Containerizer.to(RegistryImage.named(reference).addCredential("AWS", password))
                        .setAllowInsecureRegistries(true)
                        .setApplicationLayersCache(folder.resolve("layers"))
                        .setBaseImageLayersCache(folder.resolve("base")));
    }

    @AfterEach
    void stop() {
        open.close();
        cloud.close();
    }

    @Test
    void a_copy_is_of_the_architecture_that_is_wanted() throws Exception {
        try (HttpClient client = PulledImage.client()) {
            for (Architecture architecture : Architecture.values()) {
                CopiedImage image = new CopiedImage(open.host() + "/many:1", architecture, folder.resolve("cache"));
                PulledImage copy = new PulledImage(target, client, image.push(target, line -> {}));
                assertThat(copy.architecture()).isEqualTo(architecture == Architecture.ARM64 ? "arm64" : "amd64");
                assertThat(copy.layers()).hasSize(1);
                assertThat(copy.config().field("Entrypoint").orElseThrow().asArray())
                        .extracting(JsonNode::asString)
                        .containsExactly("/of-the-base");
            }
        }
    }
}
