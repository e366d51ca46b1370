package dev.provision.localcloud.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status HTTP status
 * @param headers in order, one value each
 * @param body may be empty
 */
// The array is the body on its way through; requests and responses are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record WireResponse(int status, Map<String, String> headers, byte[] body) {
    static WireResponse of(int status, String contentType, byte[] body) {
        return new WireResponse(status, Map.of("Content-Type", contentType), body);
    }

    static WireResponse of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy with one more header. What cannot stand in a header's value is replaced by a space. */
    WireResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value.replaceAll("[^\\x20-\\x7e]", " ").strip());
        return new WireResponse(status, more, body);
    }

    /** A copy with another body. */
    WireResponse with(byte[] other) {
        return new WireResponse(status, headers, other);
    }
}
