package dev.provision.localcloud.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as the protocols see it.
 *
 * @param method upper case
 * @param rawPath still percent-encoded
 * @param query decoded parameters of the URL
 * @param headers by lower-case name
 * @param body decompressed
 * @param peer the client's address
 */
// The array is the body on its way through; requests and responses are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record WireRequest(
        String method,
        String rawPath,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        String peer) {
    /** The first value of a header. */
    Optional<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
    }

    /** The first value of a query parameter. */
    Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The media type without its parameters, in lower case; empty if there is none. */
    String contentType() {
        String value = header("content-type").orElse("");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }
}
