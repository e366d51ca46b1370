package dev.provision.localcloud.balancer;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.OptionalLong;

/** The body of a target's answer, as it arrives. */
abstract sealed class AnswerBody {
    final TargetConnection connection;

    AnswerBody(TargetConnection connection) {
        this.connection = connection;
    }

    /** The body that belongs to a head. */
    static AnswerBody of(AnswerHead head, boolean toHeadRequest, TargetConnection connection) throws IOException {
        if (toHeadRequest || head.status() == 204 || head.status() == 304) {
            return new Fixed(connection, 0);
        }
        if (head.chunked()) {
            return new Chunked(connection);
        }
        OptionalLong length = head.contentLength();
        return length.isPresent() ? new Fixed(connection, length.getAsLong()) : new UntilClose(connection);
    }

    /** Reads some bytes, at most {@code length}; -1 at the end. */
    abstract int read(byte[] into, int offset, int length) throws IOException;

    /** The length, if it is known beforehand. */
    OptionalLong length() {
        return OptionalLong.empty();
    }

    /** Whether the connection is free for another request once the body has been read. */
    boolean delimited() {
        return true;
    }

    /** So many bytes. */
    static final class Fixed extends AnswerBody {
        private final long total;
        private long rest;

        Fixed(TargetConnection connection, long total) {
            super(connection);
            this.total = total;
            this.rest = total;
        }

        @Override
        OptionalLong length() {
            return OptionalLong.of(total);
        }

        @Override
        int read(byte[] into, int offset, int length) throws IOException {
            if (rest == 0) {
                return -1;
            }
            int n = connection.read(into, offset, (int) Math.min(length, rest));
            if (n < 0) {
                throw new EOFException("closed in the middle of the body");
            }
            rest -= n;
            return n;
        }
    }

    /** Chunk by chunk. */
    static final class Chunked extends AnswerBody {
        private static final int MOST_LINE_BYTES = 8 * 1024;
        private final int[] budget = {0};
        private long rest;
        private Phase phase = Phase.BEFORE_CHUNK;

        private enum Phase {
            BEFORE_CHUNK,
            IN_CHUNK,
            AFTER_CHUNK,
            ENDED
        }

        Chunked(TargetConnection connection) {
            super(connection);
        }

        @Override
        int read(byte[] into, int offset, int length) throws IOException {
            if (phase == Phase.AFTER_CHUNK) {
                endChunk();
            }
            if (phase == Phase.BEFORE_CHUNK) {
                beginChunk();
            }
            if (phase == Phase.ENDED) {
                return -1;
            }
            int n = connection.read(into, offset, (int) Math.min(length, rest));
            if (n < 0) {
                throw new EOFException("closed in the middle of a chunk");
            }
            rest -= n;
            if (rest == 0) {
                phase = Phase.AFTER_CHUNK;
                if (connection.buffered()) {
                    // Now, so that what is still buffered afterwards is part of the body, and none of it is withheld.
                    endChunk();
                }
            }
            return n;
        }

        private String line() throws IOException {
            budget[0] = MOST_LINE_BYTES;
            return connection.line(budget);
        }

        private void endChunk() throws IOException {
            if (!line().isEmpty()) {
                throw new ProtocolException("chunk without an end");
            }
            phase = Phase.BEFORE_CHUNK;
        }

        private void beginChunk() throws IOException {
            String line = line();
            int semicolon = line.indexOf(';');
            String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
            if (size.isEmpty() || size.length() > 15 || !size.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                throw new ProtocolException("not the size of a chunk");
            }
            rest = Long.parseLong(size, 16);
            phase = rest == 0 ? Phase.ENDED : Phase.IN_CHUNK;
            if (rest == 0) {
                String trailer = line();
                while (!trailer.isEmpty()) {
                    trailer = line();
                }
            }
        }
    }

    /** Everything until the target closes the connection. */
    static final class UntilClose extends AnswerBody {
        UntilClose(TargetConnection connection) {
            super(connection);
        }

        @Override
        int read(byte[] into, int offset, int length) throws IOException {
            return connection.read(into, offset, length);
        }

        @Override
        boolean delimited() {
            return false;
        }
    }
}
