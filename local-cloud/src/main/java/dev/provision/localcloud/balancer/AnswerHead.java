package dev.provision.localcloud.balancer;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The beginning of a target's answer.
 *
 * @param http11 whether it speaks HTTP/1.1, and not 1.0
 * @param fields in their order
 */
record AnswerHead(boolean http11, int status, String reason, List<Field> fields) {
    AnswerHead {
        fields = List.copyOf(fields);
    }

    /** A header line. */
    record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /** Reads a status line. */
    static AnswerHead parse(String statusLine, List<String> headerLines) throws ProtocolException {
        // HTTP/1.1 200 OK
        if (statusLine.length() < 12
                || !statusLine.startsWith("HTTP/1.")
                || statusLine.charAt(8) != ' '
                || (statusLine.length() > 12 && statusLine.charAt(12) != ' ')) {
            throw new ProtocolException("not a status line");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            char digit = statusLine.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new ProtocolException("not a status");
            }
            status = status * 10 + digit - '0';
        }
        if (status < 100) {
            throw new ProtocolException("no such status");
        }
        List<Field> fields = new ArrayList<>(headerLines.size());
        for (String line : headerLines) {
            int colon = line.indexOf(':');
            if (colon <= 0 || !token(line, colon)) {
                throw new ProtocolException("not a header line");
            }
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new AnswerHead(
                statusLine.charAt(7) != '0', status, statusLine.length() > 13 ? statusLine.substring(13) : "", fields);
    }

    private static boolean token(String line, int end) {
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether the connection may carry another request after this answer. */
    boolean keepsAlive() {
        for (Field field : fields) {
            if (field.is("connection")) {
                String value = field.value().toLowerCase(Locale.ROOT);
                return value.equals("keep-alive") || (http11 && !value.contains("close"));
            }
        }
        return http11;
    }

    boolean chunked() {
        return fields.stream()
                .anyMatch(
                        field -> field.is("transfer-encoding") && field.value().equalsIgnoreCase("chunked"));
    }

    /** @throws ProtocolException if there are two that differ, or one is no number */
    OptionalLong contentLength() throws ProtocolException {
        OptionalLong found = OptionalLong.empty();
        for (Field field : fields) {
            if (field.is("content-length")) {
                long value = number(field.value());
                if (found.isPresent() && found.getAsLong() != value) {
                    throw new ProtocolException("two lengths");
                }
                found = OptionalLong.of(value);
            }
        }
        return found;
    }

    private static long number(String text) throws ProtocolException {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ProtocolException("not a length");
        }
        return Long.parseLong(text);
    }
}
