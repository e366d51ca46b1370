package dev.provision.service.lambda;

import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Request;
import dev.provision.service.lambda.HttpMessage.Response;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One HTTP/1.1 request and its response over a connection of its own, with a peer on this machine: the Runtime API or
 * the service's own listener. A new connection each time has no stale one after Lambda has frozen the process, and
 * closing it is all it takes to give up. Own code, because what client libraries add (pools, redirects, selectors, and
 * their classes at a cold start) is what must not be between a frozen process and these two peers.
 */
final class HttpExchange implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 64 * 1024;
    private static final int MAX_HEADERS = 1000;
    private static final Set<String> OURS = Set.of("connection", "content-length", "transfer-encoding");

    private final InetSocketAddress peer;
    private final Socket socket = new Socket();

    HttpExchange(InetSocketAddress peer) {
        this.peer = peer;
    }

    /**
     * Sends the request and waits, without limit, for the whole response. The framing headers are made here; those of
     * the request are left out.
     *
     * @throws IOException when the peer cannot be reached, does not speak HTTP/1.1, or the exchange was closed meanwhile
     */
    Response send(Request request) throws IOException {
        socket.connect(peer);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(encode(request));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Response head = readHead(in);
        while (head.status() < 200) {
            head = readHead(in);
        }
        return new Response(head.status(), head.reason(), head.headers(), readBody(in, request.method(), head));
    }

    /** Gives the exchange up; from another thread as well, where {@link #send} then fails. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] encode(Request request) {
        StringBuilder head = new StringBuilder(512)
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\n");
        if (request.header("host").isEmpty()) {
            head.append("host: ")
                    .append(peer.getHostString())
                    .append(':')
                    .append(peer.getPort())
                    .append("\r\n");
        }
        for (Header header : request.headers()) {
            if (!OURS.contains(header.name().toLowerCase(Locale.ROOT))) {
                head.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        boolean bodyless = request.body().length() == 0 && Set.of("GET", "HEAD").contains(request.method());
        if (!bodyless) {
            head.append("content-length: ").append(request.body().length()).append("\r\n");
        }
        head.append("connection: close\r\n\r\n");
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(head.length() + request.body().length());
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(request.body().bytes());
        return bytes.toByteArray();
    }

    private static Response readHead(InputStream in) throws IOException {
        String[] parts = readLine(in).split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9][0-9]")) {
            throw new ProtocolException("Not an HTTP/1.1 response");
        }
        List<Header> headers = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MAX_HEADERS) {
                throw new ProtocolException("Bad headers in the response");
            }
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Response(Integer.parseInt(parts[1]), parts.length == 3 ? parts[2] : "", headers, Content.EMPTY);
    }

    private static Content readBody(InputStream in, String method, Response head) throws IOException {
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return Content.EMPTY;
        }
        if (head.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            return readChunks(in);
        }
        var length = head.header("content-length");
        if (length.isEmpty()) {
            return Content.of(in.readAllBytes());
        }
        return Content.of(readFully(in, parseLength(length.get(), 10)));
    }

    private static Content readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = readLine(in);
            int extension = line.indexOf(';');
            int length = parseLength(extension < 0 ? line : line.substring(0, extension), 16);
            if (length == 0) {
                while (!readLine(in).isEmpty()) {
                    // trailers say nothing that a Lambda answer could hold
                }
                return Content.of(body.toByteArray());
            }
            body.writeBytes(readFully(in, length));
            if (!readLine(in).isEmpty()) {
                throw new ProtocolException("A chunk of the response is longer than it says");
            }
        }
    }

    private static int parseLength(String text, int radix) throws ProtocolException {
        try {
            int length = Integer.parseInt(text.strip(), radix);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException bad) {
            // refused below, as a negative one is
        }
        throw new ProtocolException("The response has a length of '" + text + "'");
    }

    private static byte[] readFully(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The response ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** A line without its end; bytes beyond ASCII come as ISO 8859-1, the encoding of headers. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection was closed before the end of the response");
            }
            if (line.length() == MAX_LINE_BYTES) {
                throw new ProtocolException("A line of the response is too long");
            }
            line.append((char) b);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }
}
