package dev.provision.service.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.service.lambda.HttpMessage.Header;
import dev.provision.service.lambda.HttpMessage.Request;
import dev.provision.service.lambda.HttpMessage.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 against a peer that says exactly what the test wants it to say. */
@Timeout(60)
class HttpExchangeTest {
    private static final Request GET = new Request("GET", "/a?b=c", List.of(), Content.EMPTY);

    @Test
    void sendsTheRequestWithItsOwnFraming() throws Exception {
        Request request = new Request(
                "POST",
                "/x",
                List.of(new Header("Host", "h"), new Header("Content-Length", "99"), new Header("X", "ü")),
                Content.ofText("é"));
        try (Peer peer = new Peer("HTTP/1.1 204 No Content\r\n\r\n")) {
            peer.answer(request);
            assertThat(peer.received())
                    .isEqualTo(
                            "POST /x HTTP/1.1\r\nHost: h\r\nX: ü\r\ncontent-length: 2\r\nconnection: close\r\n\r\né");
        }
    }

    @Test
    void readsABodyOfKnownLengthAndNoMore() throws Exception {
        Response response = answered("HTTP/1.1 200 OK\r\ncontent-length: 3\r\nX-A:  1 \r\nx-a: 2\r\n\r\nabcdef");
        assertThat(response.body()).isEqualTo(Content.ofText("abc"));
        assertThat(response.headers())
                .containsExactly(new Header("content-length", "3"), new Header("X-A", "1"), new Header("x-a", "2"));
    }

    @Test
    void readsChunksAfterAnInterimResponse() throws Exception {
        Response response = answered(String.join(
                "\r\n",
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 200",
                "Transfer-Encoding: Chunked",
                "",
                "3;x=y",
                "abc",
                "A",
                "0123456789",
                "0",
                "Trailer: 1",
                "",
                ""));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.reason()).isEmpty();
        assertThat(response.body()).isEqualTo(Content.ofText("abc0123456789"));
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws Exception {
        assertThat(answered("HTTP/1.1 200 OK\r\n\r\nall of it").body()).isEqualTo(Content.ofText("all of it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\ncontent-le",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\nabc",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n\r\n"
            })
    void failsWhereTheResponseIsNotWhole(String response) {
        assertThatThrownBy(() -> answered(response)).isInstanceOf(IOException.class);
    }

    @Test
    void isGivenUpByClosingIt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpExchange exchange =
                    new HttpExchange(new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()));
            CompletableFuture<Exception> failure = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    exchange.send(GET);
                } catch (IOException closed) {
                    failure.complete(closed);
                }
            });
            try (Socket accepted = silent.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo('G');
                exchange.close();
                assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            }
        }
    }

    private static Response answered(String response) throws Exception {
        try (Peer peer = new Peer(response)) {
            return peer.answer(GET);
        }
    }

    private static final class Peer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<String> received = new CompletableFuture<>();

        Peer(String response) throws IOException {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(30_000);
                    InputStream in = socket.getInputStream();
                    StringBuilder request = new StringBuilder();
                    while (request.indexOf("\r\n\r\n") < 0) {
                        request.append((char) in.read());
                    }
                    if (request.indexOf("content-length: 2") >= 0) {
                        request.append((char) in.read()).append((char) in.read());
                    }
                    received.complete(new String(
                            request.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                    socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    // the other side closes first, or its unread bytes would reset the connection
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException broken) {
                    received.completeExceptionally(broken);
                }
            });
        }

        Response answer(Request request) throws IOException {
            try (HttpExchange exchange =
                    new HttpExchange(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()))) {
                return exchange.send(request);
            }
        }

        String received() throws Exception {
            return received.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
