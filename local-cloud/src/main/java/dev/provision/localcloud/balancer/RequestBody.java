package dev.provision.localcloud.balancer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A client's body on its way to a target.
 *
 * @param in as the client sends it
 */
record RequestBody(InputStream in) {
    private static final int AT_ONCE = 16 * 1024;
    private static final int SIZE_LINE = 6;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /**
     * Sends head and body, the head together with the first piece of the body.
     *
     * @throws IOException if the target's side fails
     * @throws UncheckedIOException if the client's side fails
     */
    void send(byte[] head, boolean chunked, TargetConnection connection) throws IOException {
        byte[] piece = new byte[head.length + SIZE_LINE + AT_ONCE + LAST_CHUNK.length + 2];
        System.arraycopy(head, 0, piece, 0, head.length);
        int at = head.length;
        while (true) {
            int begin = chunked ? at + SIZE_LINE : at;
            int n = read(piece, begin);
            if (n < 0) {
                break;
            }
            int end = begin + n;
            if (chunked) {
                byte[] size = (HexFormat.of().toHexDigits((short) n) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(size, 0, piece, at, SIZE_LINE);
                piece[end++] = '\r';
                piece[end++] = '\n';
            }
            connection.write(piece, 0, end);
            at = 0;
        }
        if (chunked) {
            System.arraycopy(LAST_CHUNK, 0, piece, at, LAST_CHUNK.length);
            at += LAST_CHUNK.length;
        }
        if (at > 0) {
            connection.write(piece, 0, at);
        }
    }

    private int read(byte[] into, int offset) {
        try {
            return in.read(into, offset, AT_ONCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
