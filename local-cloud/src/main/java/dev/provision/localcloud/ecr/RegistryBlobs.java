package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.ControlPlane;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v2/<name>/blobs/<digest>}: blobs go out, whole or in part. */
final class RegistryBlobs {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int BUFFER = 1 << 16;

    private final Repositories repositories;
    private final BlobStore blobs;
    private final ControlPlane controlPlane;

    RegistryBlobs(Repositories repositories, BlobStore blobs, ControlPlane controlPlane) {
        this.repositories = repositories;
        this.blobs = blobs;
        this.controlPlane = controlPlane;
    }

    void handle(String name, String digest, ServerRequest request, ServerResponse response) throws IOException {
        if (!Digests.valid(digest)) {
            throw new RegistryError(400, "DIGEST_INVALID", "'" + digest + "' is no sha256 digest");
        }
        boolean there = controlPlane.call(() -> repositories.get(name).hasBlob(digest));
        long size = Optional.of(digest)
                .filter(_ -> there)
                .flatMap(blobs::size)
                .orElseThrow(() -> new RegistryError(404, "BLOB_UNKNOWN", "the repository has no blob " + digest));
        response.header(RegistryManifests.DIGEST, digest)
                .header(HeaderNames.ACCEPT_RANGES.defaultCase(), "bytes")
                .header(HeaderNames.ETAG.defaultCase(), '"' + digest + '"')
                .header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/octet-stream");
        switch (request.prologue().method().text()) {
            case "HEAD" -> {
                response.header(HeaderNames.CONTENT_LENGTH.defaultCase(), Long.toString(size));
                response.send();
            }
            case "GET" -> get(digest, size, request, response);
            default -> throw Registry.unsupported(request);
        }
    }

    private void get(String digest, long size, ServerRequest request, ServerResponse response) throws IOException {
        Optional<Matcher> range =
                request.headers().first(HeaderNames.RANGE).map(RANGE::matcher).filter(Matcher::matches);
        long first = range.map(r -> Long.parseLong(r.group(1))).orElse(0L);
        long last = range.map(r -> r.group(2))
                .filter(end -> !end.isEmpty())
                .map(end -> Math.min(Long.parseLong(end), size - 1))
                .orElse(size - 1);
        if (range.isPresent()) {
            if (first > last) {
                response.header(HeaderNames.CONTENT_RANGE.defaultCase(), "bytes */" + size);
                throw new RegistryError(416, "RANGE_INVALID", "the blob has " + size + " bytes");
            }
            response.status(206)
                    .header(HeaderNames.CONTENT_RANGE.defaultCase(), "bytes " + first + "-" + last + "/" + size);
        }
        response.header(HeaderNames.CONTENT_LENGTH.defaultCase(), Long.toString(last - first + 1));
        try (InputStream in = blobs.open(digest, first);
                OutputStream out = response.outputStream()) {
            copy(in, out, last - first + 1);
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
