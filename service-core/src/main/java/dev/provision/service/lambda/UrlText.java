package dev.provision.service.lambda;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Paths and queries as they go over the wire. A load balancer passes on what the client sent, still encoded, which stays
 * as it is, byte for byte; what could not have come over the wire like that (an event made by hand) is encoded.
 */
final class UrlText {
    /** What a path may have besides letters, digits and escapes [RFC 3986, 3.3]. */
    static final String PATH = "-._~!$&'()*+,;=:@/";

    /** What the value of a query parameter may have: all a query may [RFC 3986, 3.4] but the end of the parameter. */
    static final String VALUE = "-._~!$'()*+,;=:@/?";

    /** What the name of a query parameter may have: nor the end of the name. */
    static final String NAME = "-._~!$'()*+,;:@/?";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UrlText() {}

    /** The text with everything encoded that is neither a letter, a digit, an escape, nor one of the given. */
    static String legal(String text, String others) {
        int illegal = firstIllegal(text, others, 0);
        if (illegal == text.length()) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 16);
        int from = 0;
        while (illegal < text.length()) {
            result.append(text, from, illegal);
            int codePoint = text.codePointAt(illegal);
            from = illegal + Character.charCount(codePoint);
            for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                HEX.toHexDigits(result.append('%'), b);
            }
            illegal = firstIllegal(text, others, from);
        }
        return result.append(text, from, text.length()).toString();
    }

    private static int firstIllegal(String text, String others, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
            if (!letterOrDigit && others.indexOf(c) < 0 && !escape(text, i)) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean escape(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }
}
