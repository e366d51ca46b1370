package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.runtime.Image;
import dev.provision.localcloud.runtime.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Pushes an image to a local cloud's registry as any OCI client does. */
public final class ImagePush implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final LocalCloud cloud;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String authorization;

    public ImagePush(LocalCloud cloud) {
        this.cloud = cloud;
        try (EcrClient ecr = Clients.of(EcrClient.builder(), cloud.endpoint())) {
            authorization = "Basic "
                    + ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken();
        }
    }

    /** Makes the repository and pushes; returns the image's URI. */
    public String push(String repository, String tag, Image image) throws IOException, InterruptedException {
        String uri;
        try (EcrClient ecr = Clients.of(EcrClient.builder(), cloud.endpoint())) {
            uri = ecr.createRepository(r -> r.repositoryName(repository))
                    .repository()
                    .repositoryUri();
        }
        StringBuilder layers = new StringBuilder();
        for (Image.Layer layer : image.layers()) {
            try (InputStream blob = layer.open().get()) {
                layers.append(layers.isEmpty() ? "" : ",")
                        .append(blob(repository, layer.mediaType(), blob.readAllBytes()));
            }
        }
        String config = blob(
                repository,
                "application/vnd.oci.image.config.v1+json",
                image.configJson().getBytes(StandardCharsets.UTF_8));
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + config
                + ",\"layers\":[" + layers + "]}";
        HttpRequest put = request("/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofString(manifest))
                .build();
        assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
        return uri + ":" + tag;
    }

    private String blob(String repository, String type, byte[] bytes) throws IOException, InterruptedException {
        String digest = TestImage.digest(bytes);
        HttpRequest start = request("/v2/" + repository + "/blobs/uploads/")
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> started = http.send(start, BodyHandlers.ofString());
        URI location = cloud.endpoint()
                .resolve(started.headers().firstValue("Location").orElseThrow());
        String query = (location.getQuery() == null ? "?" : "&") + "digest=" + digest;
        HttpRequest put = request(location + query)
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build();
        HttpResponse<String> done = http.send(put, BodyHandlers.ofString());
        assertThat(done.statusCode()).as(done.body()).isEqualTo(201);
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + bytes.length + "}";
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(cloud.endpoint().resolve(path)).header("Authorization", authorization);
    }

    @Override
    public void close() {
        http.close();
    }
}
