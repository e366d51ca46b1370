package dev.provision.localcloud.ecr;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/<name>/blobs/uploads/}: blobs come in, at once, in chunks, or from another repository. */
final class RegistryUploads {
    private static final Pattern CONTENT_RANGE = Pattern.compile("(?:bytes[ =])?(\\d+)-(\\d+)(?:/.*)?");

    private final Uploads uploads;

    RegistryUploads(Uploads uploads) {
        this.uploads = uploads;
    }

    void handle(String name, String id, ServerRequest request, ServerResponse response) throws IOException {
        String method = request.prologue().method().text();
        if (id.isEmpty()) {
            if (!method.equals("POST")) {
                throw Registry.unsupported(request);
            }
            begin(name, request, response);
            return;
        }
        Upload upload = uploads.find(name, id)
                .orElseThrow(() -> new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "there is no upload " + id));
        switch (method) {
            case "GET" -> status(upload, 204, response);
            case "PATCH" -> append(upload, request, response);
            case "PUT" -> finish(upload, request, response);
            case "DELETE" -> {
                uploads.cancel(upload);
                response.status(204).send();
            }
            default -> throw Registry.unsupported(request);
        }
    }

    private void begin(String name, ServerRequest request, ServerResponse response) throws IOException {
        Parameters query = request.query();
        Optional<String> mount = query.first("mount").asOptional();
        Optional<String> from = query.first("from").asOptional();
        if (mount.isPresent() && from.isPresent() && uploads.mount(name, from.get(), mount.get())) {
            created(name, mount.get(), response);
            return;
        }
        Upload upload = uploads.begin(name);
        if (query.contains("digest")) {
            finish(upload, request, response);
        } else {
            status(upload, 202, response);
        }
    }

    private void append(Upload upload, ServerRequest request, ServerResponse response) throws IOException {
        read(upload, request);
        status(upload, 202, response);
    }

    private void finish(Upload upload, ServerRequest request, ServerResponse response) throws IOException {
        String digest = request.query().first("digest").orElse("");
        if (!Digests.valid(digest)) {
            uploads.cancel(upload);
            throw new RegistryError(400, "DIGEST_INVALID", "'" + digest + "' is no sha256 digest");
        }
        read(upload, request);
        if (!uploads.complete(upload, digest)) {
            throw new RegistryError(400, "DIGEST_INVALID", "what was uploaded does not have the digest " + digest);
        }
        created(upload.repository(), digest, response);
    }

    private static void read(Upload upload, ServerRequest request) throws IOException {
        if (!request.content().hasEntity()) {
            return;
        }
        Optional<Matcher> range = request.headers()
                .first(HeaderNames.CONTENT_RANGE)
                .map(CONTENT_RANGE::matcher)
                .filter(Matcher::matches);
        if (range.isEmpty()) {
            upload.append(request.content().inputStream());
        } else if (!upload.append(
                Long.parseLong(range.get().group(1)), request.content().inputStream())) {
            throw new RegistryError(
                    416, "BLOB_UPLOAD_INVALID", "the chunk does not begin where the upload ended, at " + upload.size());
        }
    }

    private static void status(Upload upload, int status, ServerResponse response) {
        response.header(
                        HeaderNames.LOCATION.defaultCase(),
                        "/v2/" + upload.repository() + "/blobs/uploads/" + upload.id())
                .header("Docker-Upload-UUID", upload.id())
                .header(HeaderNames.RANGE.defaultCase(), "0-" + Math.max(0, upload.size() - 1))
                .status(status)
                .send();
    }

    private static void created(String name, String digest, ServerResponse response) {
        response.header(HeaderNames.LOCATION.defaultCase(), "/v2/" + name + "/blobs/" + digest)
                .header(RegistryManifests.DIGEST, digest)
                .status(201)
                .send();
    }
}
