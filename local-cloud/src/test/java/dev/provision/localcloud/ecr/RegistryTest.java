package dev.provision.localcloud.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageTagAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RegistryTest {
    @TempDir
    private Path temporary;

    private LocalCloud cloud;
    private EcrClient ecr;
    private String credentials;
    private RegistryClient registry;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(Options.forTests());
        ecr = Clients.of(EcrClient.builder(), cloud.endpoint());
        ecr.createRepository(r -> r.repositoryName("demo"));
        String token =
                ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
        credentials = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        registry = new RegistryClient(cloud.endpoint(), credentials);
    }

    @AfterEach
    void stop() {
        registry.close();
        ecr.close();
        cloud.close();
    }

    @Test
    void only_the_user_aws_with_a_token_gets_in() throws Exception {
        assertThat(registry.send("GET", "/v2/").statusCode()).isEqualTo(200);
        try (RegistryClient stranger = new RegistryClient(cloud.endpoint(), "AWS:guess")) {
            HttpResponse<byte[]> refused = stranger.send("GET", "/v2/");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("Basic realm=");
        }
    }

    @Test
    void a_large_blob_comes_out_as_it_went_in() throws Exception {
        OciLayout image = OciLayout.of(20 << 20);
        String digest = registry.pushBlob("demo", image.layer());
        String path = "/v2/demo/blobs/" + digest;
        assertThat(registry.send("HEAD", path).headers().firstValueAsLong("Content-Length"))
                .hasValue(image.layer().length);
        assertThat(Digests.of(registry.send("GET", path).body())).isEqualTo(digest);
        HttpResponse<byte[]> part = registry.send("GET", path, new byte[0], "Range", "bytes=5-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(image.layer(), 5, 10));
        assertThat(registry.send("GET", path, new byte[0], "Range", "bytes=99999999-")
                        .statusCode())
                .isEqualTo(416);
    }

    @Test
    void uploads_in_chunks_must_join_and_match_their_digest() throws Exception {
        byte[] blob = "hello world".getBytes(StandardCharsets.UTF_8);
        String upload = registry.send("POST", "/v2/demo/blobs/uploads/")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        HttpResponse<byte[]> first = registry.send("PATCH", upload, Arrays.copyOf(blob, 6), "Content-Range", "0-5");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Range")).hasValue("0-5");
        assertThat(registry.send("PATCH", upload, Arrays.copyOf(blob, 6), "Content-Range", "0-5")
                        .statusCode())
                .isEqualTo(416);
        String finish = upload + "?digest=" + Digests.of(blob);
        assertThat(registry.send("PUT", finish, Arrays.copyOfRange(blob, 6, 11)).statusCode())
                .isEqualTo(201);
        assertThat(registry.send("GET", "/v2/demo/blobs/" + Digests.of(blob)).body())
                .isEqualTo(blob);

        String wrong = "/v2/demo/blobs/uploads/?digest=" + Digests.of(new byte[] {1});
        HttpResponse<byte[]> refused = registry.send("POST", wrong, blob);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("DIGEST_INVALID");
    }

    @Test
    void repositories_are_made_by_the_api_and_blobs_move_between_them() throws Exception {
        HttpResponse<byte[]> unknown = registry.send("POST", "/v2/other/app/blobs/uploads/");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(new String(unknown.body(), StandardCharsets.UTF_8)).contains("NAME_UNKNOWN");

        String digest = registry.pushBlob("demo", new byte[] {1, 2, 3});
        ecr.createRepository(r -> r.repositoryName("other/app"));
        assertThat(registry.send("HEAD", "/v2/other/app/blobs/" + digest).statusCode())
                .isEqualTo(404);
        assertThat(registry.send("POST", "/v2/other/app/blobs/uploads/?from=demo&mount=" + digest)
                        .statusCode())
                .isEqualTo(201);
        ecr.deleteRepository(r -> r.repositoryName("demo"));
        assertThat(registry.send("GET", "/v2/other/app/blobs/" + digest).body()).containsExactly(1, 2, 3);
    }

    @Test
    void images_are_seen_alike_by_the_registry_and_the_api() throws Exception {
        OciLayout image = OciLayout.of(100);
        assertThat(registry.pushManifest("demo", "v1", OciLayout.MANIFEST_TYPE, image.manifest())
                        .statusCode())
                .isEqualTo(400);
        registry.pushBlob("demo", image.layer());
        registry.pushBlob("demo", image.config());
        HttpResponse<byte[]> pushed = registry.pushManifest("demo", "v1", OciLayout.MANIFEST_TYPE, image.manifest());
        assertThat(pushed.statusCode()).isEqualTo(201);
        assertThat(pushed.headers().firstValue("Docker-Content-Digest")).hasValue(image.digest());
        assertThat(new String(registry.send("GET", "/v2/demo/manifests/v1").body(), StandardCharsets.UTF_8))
                .isEqualTo(image.manifest());
        assertThat(ecr.describeImages(r -> r.repositoryName("demo")).imageDetails())
                .singleElement()
                .satisfies(detail -> {
                    assertThat(detail.imageDigest()).isEqualTo(image.digest());
                    assertThat(detail.imageTags()).containsExactly("v1");
                    assertThat(detail.imageSizeInBytes()).isEqualTo(image.layer().length + image.config().length);
                });
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":["
                + OciLayout.descriptor(OciLayout.MANIFEST_TYPE, image.manifest().getBytes(StandardCharsets.UTF_8))
                + "]}";
        assertThat(registry.pushManifest("demo", "all", Manifest.OCI_INDEX, index)
                        .statusCode())
                .isEqualTo(201);
        assertThat(new String(registry.send("GET", "/v2/demo/tags/list").body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"demo\",\"tags\":[\"all\",\"v1\"]}");
        assertThat(ecr.batchDeleteImage(r -> r.repositoryName("demo").imageIds(byDigest(image.digest())))
                        .failures())
                .singleElement()
                .satisfies(f -> assertThat(f.failureCodeAsString()).isEqualTo("ImageReferencedByManifestList"));
        ecr.batchDeleteImage(r -> r.repositoryName("demo").imageIds(byTag("all"), byTag("v1")));
        assertThat(registry.send("GET", "/v2/demo/manifests/v1").statusCode()).isEqualTo(404);
        assertThat(registry.send("HEAD", "/v2/demo/blobs/" + Digests.of(image.layer()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_api_takes_layers_and_manifests_and_refuses_as_aws_does() throws Exception {
        OciLayout image = OciLayout.of(100);
        assertThatThrownBy(() -> ecr.putImage(r -> r.repositoryName("demo").imageManifest(image.manifest())))
                .isInstanceOf(LayersNotFoundException.class);
        for (byte[] blob : List.of(image.layer(), image.config())) {
            String id = ecr.initiateLayerUpload(r -> r.repositoryName("demo")).uploadId();
            ecr.uploadLayerPart(r -> r.repositoryName("demo")
                    .uploadId(id)
                    .partFirstByte(0L)
                    .partLastByte(blob.length - 1L)
                    .layerPartBlob(SdkBytes.fromByteArray(blob)));
            ecr.completeLayerUpload(r -> r.repositoryName("demo").uploadId(id).layerDigests(Digests.of(blob)));
        }
        ecr.putImageTagMutability(r -> r.repositoryName("demo").imageTagMutability(ImageTagMutability.IMMUTABLE));
        ecr.putImage(
                r -> r.repositoryName("demo").imageManifest(image.manifest()).imageTag("v1"));
        String other = image.manifest().replace("\"layers\"", "\"annotations\":{\"a\":\"b\"},\"layers\"");
        assertThatThrownBy(() -> ecr.putImage(
                        r -> r.repositoryName("demo").imageManifest(other).imageTag("v1")))
                .isInstanceOf(ImageTagAlreadyExistsException.class);
        HttpResponse<byte[]> moved = registry.pushManifest("demo", "v1", OciLayout.MANIFEST_TYPE, other);
        assertThat(moved.statusCode()).isEqualTo(400);
        assertThat(new String(moved.body(), StandardCharsets.UTF_8)).contains("TAG_INVALID");
        String url = ecr.getDownloadUrlForLayer(r -> r.repositoryName("demo").layerDigest(Digests.of(image.layer())))
                .downloadUrl();
        try (RegistryClient anyone = new RegistryClient(cloud.endpoint(), "nobody:")) {
            assertThat(anyone.send("GET", url).body()).isEqualTo(image.layer());
        }
        assertThatThrownBy(
                        () -> ecr.describeImages(r -> r.repositoryName("demo").imageIds(byTag("v2"))))
                .isInstanceOf(ImageNotFoundException.class);
        assertThatThrownBy(() -> ecr.deleteRepository(r -> r.repositoryName("demo")))
                .isInstanceOf(RepositoryNotEmptyException.class);
        assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("demo")))
                .isInstanceOf(RepositoryAlreadyExistsException.class);
        assertThatThrownBy(() -> ecr.createRepository(r -> r.repositoryName("Demo")))
                .isInstanceOf(InvalidParameterException.class);
        ecr.deleteRepository(r -> r.repositoryName("demo").force(true));
        assertThatThrownBy(() -> ecr.listImages(r -> r.repositoryName("demo")))
                .isInstanceOf(RepositoryNotFoundException.class)
                .hasMessageContaining(
                        "The repository with name 'demo' does not exist in the registry with id '000000000000'");
    }

    @Test
    void the_aws_cli_sees_repositories_their_policies_and_tags() {
        AwsCli aws = AwsCli.of(cloud);
        aws.run("ecr", "create-repository", "--repository-name", "cli", "--tags", "Key=team,Value=red");
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
        aws.run("ecr", "set-repository-policy", "--repository-name", "cli", "--policy-text", policy);
        assertThat(aws.run("ecr", "get-repository-policy", "--repository-name", "cli")
                        .field("policyText")
                        .orElseThrow()
                        .asString())
                .isEqualTo(policy);
        assertThat(aws.refused("ecr", "get-lifecycle-policy", "--repository-name", "cli"))
                .contains("LifecyclePolicyNotFoundException");
        String arn = "arn:aws:ecr:eu-west-2:000000000000:repository/cli";
        assertThat(aws.run("ecr", "list-tags-for-resource", "--resource-arn", arn)
                        .field("tags")
                        .orElseThrow()
                        .asArray())
                .hasSize(1);
        aws.run("ecr", "delete-repository", "--repository-name", "cli");
        assertThat(aws.refused("ecr", "describe-images", "--repository-name", "cli"))
                .contains("RepositoryNotFoundException");
    }

    @Test
    void skopeo_pushes_inspects_and_pulls() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "skopeo"))),
                "skopeo is not installed");
        OciLayout image = OciLayout.of(1 << 20);
        String source = "oci:" + image.write(temporary.resolve("source"));
        String remote = "docker://localhost:" + cloud.port() + "/demo:v1";
        skopeo("copy", "--dest-tls-verify=false", "--dest-creds=" + credentials, source, remote);
        assertThat(skopeo("inspect", "--tls-verify=false", "--creds=" + credentials, remote))
                .contains(image.digest());
        Path back = temporary.resolve("back");
        String byAddress = remote.replace("localhost", "127.0.0.1");
        skopeo("copy", "--src-tls-verify=false", "--src-creds=" + credentials, byAddress, "oci:" + back);
        String layer = Digests.of(image.layer()).substring("sha256:".length());
        assertThat(Files.readAllBytes(back.resolve("blobs/sha256").resolve(layer)))
                .isEqualTo(image.layer());
    }

    private static ImageIdentifier byTag(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    private static ImageIdentifier byDigest(String digest) {
        return ImageIdentifier.builder().imageDigest(digest).build();
    }

    private String skopeo(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("skopeo", "--insecure-policy", "--tmpdir", temporary.toString()));
        command.addAll(List.of(arguments));
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
