package dev.provision.localcloud.balancer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 connection to a target. Its own, small client, because a load balancer has to tell apart what went wrong:
 * refused, silent, broken off, or nonsense each has its own status and health reason.
 */
final class TargetConnection implements AutoCloseable {
    /** "Quotas for your Application Load Balancers": all response headers together. */
    private static final int MOST_HEAD_BYTES = 32 * 1024;

    private final InetSocketAddress address;
    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;
    private long idleSince;

    private TargetConnection(InetSocketAddress address, SocketChannel channel, Socket socket) throws IOException {
        this.address = address;
        this.channel = channel;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param tls a factory that trusts any certificate, as load balancers do; empty for plain HTTP
     * @throws SocketTimeoutException if nothing answered in time
     * @throws java.net.ConnectException if it was refused
     */
    static TargetConnection open(InetSocketAddress address, Optional<SSLSocketFactory> tls, Duration timeout)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, (int) timeout.toMillis());
            Socket socket = channel.socket();
            if (tls.isPresent()) {
                socket.setSoTimeout((int) timeout.toMillis());
                socket = tls.get().createSocket(socket, address.getHostString(), address.getPort(), true);
            }
            return new TargetConnection(address, channel, socket);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** How long each read may wait. */
    void timeout(Duration timeout) throws IOException {
        socket.setSoTimeout((int) timeout.toMillis());
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        out.flush();
    }

    /** Reads the final answer's head, past any provisional one. */
    AnswerHead readHead() throws IOException {
        while (true) {
            int[] budget = {MOST_HEAD_BYTES};
            String statusLine = line(budget);
            List<String> fields = new ArrayList<>();
            for (String line = line(budget); !line.isEmpty(); line = line(budget)) {
                fields.add(line);
            }
            AnswerHead head = AnswerHead.parse(statusLine, fields);
            if (head.status() >= 200) {
                return head;
            }
        }
    }

    /** Reads a line without its end. */
    String line(int[] budget) throws IOException {
        StringBuilder split = null;
        while (true) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            budget[0] -= end - position;
            if (budget[0] < 0) {
                throw new ProtocolException("head too large");
            }
            boolean whole = end < limit;
            int textEnd = whole && end > position && buffer[end - 1] == '\r' ? end - 1 : end;
            String text = new String(buffer, position, textEnd - position, StandardCharsets.ISO_8859_1);
            position = whole ? end + 1 : end;
            if (whole && split == null) {
                return text;
            }
            split = split == null ? new StringBuilder(text) : split.append(text);
            if (whole) {
                if (!split.isEmpty() && split.charAt(split.length() - 1) == '\r') {
                    split.setLength(split.length() - 1);
                }
                return split.toString();
            }
            if (!fill()) {
                throw new EOFException("closed before the answer was complete");
            }
        }
    }

    /** Reads some bytes of the body; -1 at the end of the connection. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= buffer.length) {
                return in.read(into, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int n = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, n);
        position += n;
        return n;
    }

    /** Whether bytes are here that need no waiting for. */
    boolean buffered() {
        return position < limit;
    }

    /** Waits until the target says something, or closes the connection; whether it did in time. */
    boolean speaks(Duration patience) throws IOException {
        if (buffered()) {
            return true;
        }
        timeout(patience);
        try {
            fill();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        int n = in.read(buffer);
        if (n < 0) {
            return false;
        }
        limit = n;
        return true;
    }

    /** Marks the connection as waiting for its next request. */
    void rest() {
        idleSince = System.nanoTime();
    }

    boolean restedFor(Duration duration) {
        return System.nanoTime() - idleSince > duration.toNanos();
    }

    /** Whether the connection can be used again: plain, nothing left over, and not closed by the target meanwhile. */
    boolean usable() {
        if (socket != channel.socket() || buffered()) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.wrap(buffer)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            // Reset while it rested: as good as closed.
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left to do with a connection that does not even close.
            limit = 0;
        }
    }
}
