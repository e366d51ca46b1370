package dev.provision.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** An image as a client pulls it from a registry. */
final class PulledImage {
    private final RegistryTarget target;
    private final HttpClient client;
    private final JsonNode manifest;

    PulledImage(RegistryTarget target, HttpClient client, String digest) throws IOException, InterruptedException {
        this.target = target;
        this.client = client;
        this.manifest = json(get("manifests/" + digest));
    }

    static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** The {@code config} member of the image's configuration. */
    JsonNode config() throws IOException, InterruptedException {
        return configuration().field("config").orElseThrow();
    }

    /** As Docker names it. */
    String architecture() throws IOException, InterruptedException {
        return configuration().field("architecture").orElseThrow().asString();
    }

    private JsonNode configuration() throws IOException, InterruptedException {
        String digest = manifest.field("config")
                .orElseThrow()
                .field("digest")
                .orElseThrow()
                .asString();
        return json(get("blobs/" + digest));
    }

    List<String> layers() {
        return manifest.field("layers").orElseThrow().asArray().stream()
                .map(layer -> layer.field("digest").orElseThrow().asString())
                .toList();
    }

    /** Unpacks all layers, with their permissions and modification times; returns the entries. */
    List<TarArchiveEntry> unpack(Path root) throws IOException, InterruptedException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        for (String layer : layers()) {
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(get("blobs/" + layer))))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    entries.add(entry);
                    unpack(root.resolve(entry.getName()), entry, tar);
                }
            }
        }
        return entries;
    }

    private static void unpack(Path file, TarArchiveEntry entry, InputStream content) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        Files.copy(content, file);
        Set<PosixFilePermission> permissions = new HashSet<>();
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((entry.getMode() & (1 << (all.length - 1 - bit))) != 0) {
                permissions.add(all[bit]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
        Files.setLastModifiedTime(
                file, FileTime.from(entry.getLastModifiedTime().toInstant()));
    }

    private InputStream get(String path) throws IOException, InterruptedException {
        int slash = target.repositoryUri().indexOf('/');
        String registry = target.repositoryUri().substring(0, slash);
        String name = target.repositoryUri().substring(slash + 1);
        String credentials = target.username() + ":" + target.password();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + registry + "/v2/" + name + "/" + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode());
        }
        return response.body();
    }

    private static JsonNode json(InputStream in) throws IOException {
        try (in) {
            return JsonNode.parser().parse(in);
        }
    }
}
