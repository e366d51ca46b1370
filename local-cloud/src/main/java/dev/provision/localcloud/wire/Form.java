package dev.provision.localcloud.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/** URL-encoded forms. */
final class Form {
    private Form() {}

    /**
     * Decodes a form; of a name that comes twice the last one counts.
     *
     * @throws Malformed on a broken percent-encoding
     */
    static NavigableMap<String, String> parse(String text) {
        NavigableMap<String, String> parameters = new TreeMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new Malformed("The percent-encoding of '" + encoded + "' is broken.");
        }
    }
}
