package dev.provision.localcloud.ssmmessages;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * A message on a data channel: a header of 116 bytes, then the length of the payload, then the payload.
 *
 * @param type for example {@code input_stream_data}
 * @param sequence counts the messages of a stream, from 0
 * @param flags 1 for the first of a stream, 2 for the last
 * @param id of this message
 * @param kind of the payload
 * @param payload bytes, JSON or numbers
 * @see <a href="https://github.com/aws/session-manager-plugin/blob/mainline/src/message/clientmessage.go">its form</a>
 */
record AgentMessage(String type, long sequence, long flags, UUID id, int kind, byte[] payload) {
    static final String INPUT = "input_stream_data";
    static final String OUTPUT = "output_stream_data";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String CHANNEL_CLOSED = "channel_closed";

    static final int BYTES = 1;
    static final int SIZE = 3;
    static final int HANDSHAKE_REQUEST = 5;
    static final int HANDSHAKE_RESPONSE = 6;
    static final int HANDSHAKE_COMPLETE = 7;
    static final int FLAG = 10;

    private static final int HEADER = 116;
    private static final int TYPE = 32;
    private static final int DIGEST = 32;
    private static final int VERSION = 1;

    /** Neither compared nor kept by others. */
    @Override
    public byte[] payload() {
        return payload.clone();
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    byte[] encode(Instant created) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + Integer.BYTES + payload.length);
        bytes.putInt(HEADER);
        bytes.put(String.format("%-" + TYPE + "s", type).getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(VERSION).putLong(created.toEpochMilli()).putLong(sequence).putLong(flags);
        // The less significant half comes first.
        bytes.putLong(id.getLeastSignificantBits()).putLong(id.getMostSignificantBits());
        bytes.put(digest(payload)).putInt(kind).putInt(payload.length).put(payload);
        return bytes.array();
    }

    private static byte[] digest(byte[] payload) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(payload);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads one. The digest is not compared, as the agent does not either, and not every client sends a right one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AgentMessage decode(byte[] message) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(message);
            int header = bytes.getInt();
            byte[] type = new byte[TYPE];
            bytes.get(type);
            bytes.getInt();
            bytes.getLong();
            long sequence = bytes.getLong();
            long flags = bytes.getLong();
            long less = bytes.getLong();
            long more = bytes.getLong();
            bytes.position(bytes.position() + DIGEST);
            int kind = bytes.getInt();
            bytes.position(header);
            byte[] payload = new byte[Math.min(Math.max(0, bytes.getInt()), bytes.remaining())];
            bytes.get(payload);
            String name = new String(type, StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
            return new AgentMessage(name, sequence, flags, new UUID(more, less), kind, payload);
        } catch (BufferUnderflowException | IllegalArgumentException cutOff) {
            throw new IllegalArgumentException("this is no message of a data channel", cutOff);
        }
    }
}
