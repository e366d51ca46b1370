package dev.provision.localcloud.ecr;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Sends single requests to a registry. */
final class RegistryClient implements AutoCloseable {
    private final URI endpoint;
    private final String authorization;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RegistryClient(URI endpoint, String credentials) {
        this.endpoint = endpoint;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path))
                .header("Authorization", authorization)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(String method, String path) throws IOException, InterruptedException {
        return send(method, path, new byte[0]);
    }

    /** Pushes blob and returns its digest. */
    String pushBlob(String repository, byte[] blob) throws IOException, InterruptedException {
        String digest = Digests.of(blob);
        HttpResponse<byte[]> answer = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, blob);
        if (answer.statusCode() != 201) {
            throw new IOException("push answered " + answer.statusCode());
        }
        return digest;
    }

    HttpResponse<byte[]> pushManifest(String repository, String reference, String type, String manifest)
            throws IOException, InterruptedException {
        return send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                manifest.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                type);
    }

    @Override
    public void close() {
        client.close();
    }
}
