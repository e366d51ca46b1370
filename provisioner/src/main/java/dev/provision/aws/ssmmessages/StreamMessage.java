package dev.provision.aws.ssmmessages;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * A message of a data channel.
 *
 * @param type who it is for, for example {@code input_stream_data}
 * @param sequence its number in its stream, from 0
 * @param flags 1 on the first of a stream, 2 on the last
 * @param id of this message
 * @param kind of its payload
 * @param payload bytes, or JSON
 * @see <a href="https://github.com/aws/session-manager-plugin/blob/mainline/src/message/clientmessage.go">its form</a>
 */
record StreamMessage(String type, long sequence, long flags, UUID id, Kind kind, byte[] payload) {
    static final String INPUT = "input_stream_data";
    static final String OUTPUT = "output_stream_data";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String CHANNEL_CLOSED = "channel_closed";

    private static final int HEADER = 116;
    private static final int TYPE_LENGTH = 32;
    private static final int DIGEST_LENGTH = 32;
    private static final int SCHEMA = 1;

    /** What a payload is. */
    enum Kind {
        NONE(0),
        BYTES(1),
        SIZE(3),
        HANDSHAKE_REQUEST(5),
        HANDSHAKE_RESPONSE(6),
        HANDSHAKE_COMPLETE(7),
        ERROR_BYTES(11),
        EXIT_CODE(12);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            return NONE;
        }
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    ByteBuffer encode(Instant created) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + Integer.BYTES + payload.length);
        message.putInt(HEADER)
                .put(String.format("%-" + TYPE_LENGTH + "s", type).getBytes(StandardCharsets.US_ASCII))
                .putInt(SCHEMA)
                .putLong(created.toEpochMilli())
                .putLong(sequence)
                .putLong(flags)
                // The second half of the id comes first (putUuid in the plugin's messageparser.go).
                .putLong(id.getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .put(digest(payload))
                .putInt(kind.number)
                .putInt(payload.length)
                .put(payload);
        return message.flip();
    }

    /** @throws IllegalArgumentException if it is no message, or not as it was sent */
    static StreamMessage decode(ByteBuffer message) {
        try {
            int header = message.getInt();
            byte[] type = new byte[TYPE_LENGTH];
            message.get(type);
            message.position(message.position() + Integer.BYTES + Long.BYTES);
            long sequence = message.getLong();
            long flags = message.getLong();
            long second = message.getLong();
            UUID id = new UUID(message.getLong(), second);
            byte[] digest = new byte[DIGEST_LENGTH];
            message.get(digest);
            // Older headers end before the kind.
            Kind kind = header < HEADER ? Kind.NONE : Kind.of(message.getInt());
            message.position(header);
            byte[] payload = new byte[message.getInt()];
            message.get(payload);
            if (payload.length > 0 && !MessageDigest.isEqual(digest, digest(payload))) {
                throw new IllegalArgumentException("a message of the session was changed on its way");
            }
            String name = new String(type, StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
            return new StreamMessage(name, sequence, flags, id, kind, payload);
        } catch (BufferUnderflowException | NegativeArraySizeException cutOff) {
            throw new IllegalArgumentException("a message of the session cannot be read", cutOff);
        }
    }

    private static byte[] digest(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
