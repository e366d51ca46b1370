package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** {@code /v2/<name>/manifests/<reference>}, and the lists: tags, repositories, referrers. */
final class RegistryManifests {
    static final String DIGEST = "Docker-Content-Digest";
    /** The specification asks registries to take 4 MiB at least; no image needs more. */
    private static final int LARGEST = 4 << 20;

    private static final int DEFAULT_PAGE = 1000;

    private final Repositories repositories;
    private final Manifests manifests;
    private final ControlPlane controlPlane;
    private final CloudTime time;

    RegistryManifests(Repositories repositories, Manifests manifests, ControlPlane controlPlane, CloudTime time) {
        this.repositories = repositories;
        this.manifests = manifests;
        this.controlPlane = controlPlane;
        this.time = time;
    }

    void handle(String name, String reference, ServerRequest request, ServerResponse response) throws IOException {
        switch (request.prologue().method().text()) {
            case "GET", "HEAD" -> get(name, reference, request, response);
            case "PUT" -> put(name, reference, request, response);
            case "DELETE" -> delete(name, reference, response);
            default -> throw Registry.unsupported(request);
        }
    }

    private void get(String name, String reference, ServerRequest request, ServerResponse response) {
        boolean head = request.prologue().method().text().equals("HEAD");
        Manifest manifest = controlPlane.call(() -> {
            StoredRepository repository = repositories.get(name);
            StoredImage image = find(repository, reference);
            if (!head) {
                repository.put(image.pulled(time.now()));
            }
            return image.manifest();
        });
        byte[] body = manifest.text().getBytes(StandardCharsets.UTF_8);
        response.header(DIGEST, manifest.digest())
                .header(HeaderNames.ETAG.defaultCase(), '"' + manifest.digest() + '"')
                .header(HeaderNames.CONTENT_TYPE.defaultCase(), manifest.mediaType())
                .header(HeaderNames.CONTENT_LENGTH.defaultCase(), Integer.toString(body.length));
        if (head) {
            response.send();
        } else {
            response.send(body);
        }
    }

    private void put(String name, String reference, ServerRequest request, ServerResponse response) throws IOException {
        Manifest manifest = read(request);
        boolean byDigest = reference.contains(":");
        if (byDigest && !reference.equals(manifest.digest())) {
            throw new RegistryError(
                    400, "DIGEST_INVALID", "the manifest's digest is " + manifest.digest() + ", not " + reference);
        }
        manifests.put(name, manifest, byDigest ? Optional.empty() : Optional.of(reference));
        manifest.subject().ifPresent(subject -> response.header("OCI-Subject", subject));
        response.header(DIGEST, manifest.digest())
                .header(HeaderNames.LOCATION.defaultCase(), "/v2/" + name + "/manifests/" + manifest.digest())
                .status(201)
                .send();
    }

    private static Manifest read(ServerRequest request) throws IOException {
        byte[] body;
        try (InputStream in = request.content().inputStream()) {
            body = in.readNBytes(LARGEST + 1);
        }
        if (body.length > LARGEST) {
            throw new RegistryError(413, "MANIFEST_INVALID", "a manifest has " + LARGEST + " bytes at most");
        }
        Optional<String> type = request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .map(value -> value.split(";")[0].strip())
                .filter(value -> !Set.of("application/json", "").contains(value));
        try {
            return Manifest.parse(new String(body, StandardCharsets.UTF_8), type);
        } catch (Manifest.Unreadable e) {
            throw new RegistryError(400, "MANIFEST_INVALID", e.getMessage());
        }
    }

    private void delete(String name, String reference, ServerResponse response) {
        controlPlane.run(() -> {
            StoredRepository repository = repositories.get(name);
            String digest = find(repository, reference).manifest().digest();
            if (!repository.indexesOf(digest).isEmpty()) {
                throw new RegistryError(405, "UNSUPPORTED", "the image is part of " + repository.indexesOf(digest));
            }
            Set<String> blobs = repository.blobs();
            if (Digests.valid(reference)) {
                repository.remove(digest);
            } else {
                repository.untag(reference);
            }
            repositories.sweep(blobs);
        });
        response.status(202).send();
    }

    void tags(String name, ServerRequest request, ServerResponse response) {
        List<String> tags = controlPlane.call(() -> repositories.get(name).tags());
        String path = "/v2/" + name + "/tags/list";
        JsonWriter json = JsonWriter.create().writeStartObject();
        json.writeFieldName("name").writeValue(name);
        list(json, "tags", page(tags, path, request, response), response);
    }

    void catalog(ServerRequest request, ServerResponse response) {
        List<String> names = controlPlane.call(
                () -> repositories.all().stream().map(StoredRepository::name).toList());
        JsonWriter json = JsonWriter.create().writeStartObject();
        list(json, "repositories", page(names, "/v2/_catalog", request, response), response);
    }

    void referrers(String name, String subject, ServerRequest request, ServerResponse response) {
        if (!Digests.valid(subject)) {
            throw new RegistryError(400, "DIGEST_INVALID", "'" + subject + "' is no sha256 digest");
        }
        Optional<String> type = request.query().first("artifactType").asOptional();
        type.ifPresent(_ -> response.header("OCI-Filters-Applied", "artifactType"));
        List<Manifest> found = controlPlane.call(() -> repositories
                .get(name)
                .referrers(subject)
                .map(StoredImage::manifest)
                .filter(m -> type.isEmpty() || type.equals(m.artifactType()))
                .toList());
        JsonWriter json = JsonWriter.create().writeStartObject();
        json.writeFieldName("schemaVersion").writeValue(2);
        json.writeFieldName("mediaType").writeValue(Manifest.OCI_INDEX);
        json.writeFieldName("manifests").writeStartArray();
        for (Manifest manifest : found) {
            json.writeStartObject();
            json.writeFieldName("mediaType").writeValue(manifest.mediaType());
            json.writeFieldName("digest").writeValue(manifest.digest());
            json.writeFieldName("size").writeValue(manifest.text().getBytes(StandardCharsets.UTF_8).length);
            manifest.artifactType()
                    .ifPresent(t -> json.writeFieldName("artifactType").writeValue(t));
            json.writeEndObject();
        }
        json.writeEndArray().writeEndObject();
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), Manifest.OCI_INDEX);
        response.send(json.getBytes());
    }

    private static StoredImage find(StoredRepository repository, String reference) {
        return repository
                .image(reference)
                .orElseThrow(() -> new RegistryError(404, "MANIFEST_UNKNOWN", "Requested image not found"));
    }

    /** The names behind {@code last}, {@code n} of them; a {@code Link} header leads to the rest. */
    private static List<String> page(List<String> all, String path, ServerRequest request, ServerResponse response) {
        String last = request.query().first("last").orElse("");
        int count = request.query()
                .first("n")
                .filter(n -> n.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(DEFAULT_PAGE);
        List<String> rest =
                all.stream().filter(name -> name.compareTo(last) > 0).toList();
        List<String> page = rest.subList(0, Math.min(count, rest.size()));
        if (page.size() < rest.size() && !page.isEmpty()) {
            response.header("Link", "<" + path + "?n=" + count + "&last=" + page.getLast() + ">; rel=\"next\"");
        }
        return page;
    }

    private static void list(JsonWriter json, String field, List<String> values, ServerResponse response) {
        json.writeFieldName(field).writeStartArray();
        values.forEach(json::writeValue);
        json.writeEndArray().writeEndObject();
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/json");
        response.send(json.getBytes());
    }
}
