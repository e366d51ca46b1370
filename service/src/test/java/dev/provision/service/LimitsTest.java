package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take too long, or send too much. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {
    private static final int MAX = 1000;
    private static final String HEAD = "POST /misbehaving/length HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n";

    private InProcess impatient;
    private InProcess patient;

    @BeforeAll
    void start() {
        impatient = start("PT0.3S");
        // where lengths are looked at, no pause of a busy machine is to look like a slow client
        patient = start("PT60S");
    }

    @AfterAll
    void stop() {
        impatient.close();
        patient.close();
    }

    private static InProcess start(String timeout) {
        return InProcess.start(
                Map.of(
                        "server.head-timeout", timeout,
                        "server.body-timeout", timeout,
                        "server.write-timeout", timeout,
                        "server.max-payload-size", Integer.toString(MAX)),
                Map.of(),
                Map.of("/misbehaving", new Misbehaving("")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\nX: ",
                HEAD + "Content-Length: 1000\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n"
            })
    void a_client_that_dribbles_loses_its_connection_and_others_are_answered(String beginning) throws Exception {
        List<Socket> dribblers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket dribbler = connect(impatient);
                send(dribbler, beginning);
                dribblers.add(dribbler);
            }
            assertThat(healthAtLast()).startsWith("HTTP/1.1 200");
            for (Socket dribbler : dribblers) {
                dribbleToTheEnd(dribbler);
            }
        } finally {
            for (Socket dribbler : dribblers) {
                dribbler.close();
            }
        }
    }

    @Test
    void a_client_that_does_not_take_its_answer_loses_its_connection() throws Exception {
        int length = 64 << 20;
        try (Socket reader = connect(impatient)) {
            send(reader, "GET /misbehaving/bytes/" + length + " HTTP/1.1\r\nHost: x\r\n\r\n");
            // what has come in shows that the answer is being written
            assertThat(reader.getInputStream().read()).isEqualTo('H');
            String metrics = "";
            // 1: the one that asks for them; an interrupt: out of time, see Timeout
            while (!metrics.contains("http_server_active_requests 1\n") && !Thread.interrupted()) {
                metrics = askAtLast("/observe/metrics");
            }
            assertThat(readable(reader, length)).isLessThan(length);
        }
    }

    /** How many bytes there are to the end of the connection, as far as that many. */
    private static long readable(Socket socket, int most) throws IOException {
        long bytes = 0;
        try {
            byte[] buffer = new byte[1 << 16];
            int read = 0;
            while (read >= 0 && bytes < most) {
                read = socket.getInputStream().read(buffer);
                bytes += Math.max(0, read);
            }
        } catch (SocketException reset) {
            // as good as the end
        }
        return bytes;
    }

    @Test
    void a_large_answer_comes_in_one_piece() throws Exception {
        int length = 1_000_001;
        assertThat(ask("GET /misbehaving/bytes/" + length + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .endsWith("\r\n\r\n" + "x".repeat(length));
    }

    private String healthAtLast() throws IOException {
        return askAtLast("/health");
    }

    /** A service that waits no longer than 0.3 s gives up a good client, too, when the machine stands still for that long. */
    private String askAtLast(String path) throws IOException {
        while (true) {
            try (Socket socket = connect(impatient)) {
                send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
                return readAnswer(socket);
            } catch (EOFException | SocketException givenUp) {
                Thread.onSpinWait();
            }
        }
    }

    /** A byte now and then, until the other side has closed the connection. */
    private static void dribbleToTheEnd(Socket socket) throws Exception {
        socket.setSoTimeout(20);
        boolean open = true;
        while (open) {
            try {
                socket.getOutputStream().write('a');
                open = socket.getInputStream().read() >= 0;
            } catch (SocketTimeoutException stillOpen) {
                boolean _ = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            } catch (IOException closed) {
                open = false;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX + 1, 3 * MAX})
    void a_body_that_is_too_long_is_refused_after_it_was_sent(int length) throws Exception {
        String body = "x".repeat(length);
        assertThat(ask(HEAD + "Content-Length: " + length + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 413")
                .contains("A request may have 1000 bytes at most.");
        assertThat(ask(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n" + body
                        + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void a_connection_outlives_a_body_that_is_too_long() throws Exception {
        try (Socket socket = connect(patient)) {
            send(socket, HEAD + "Content-Length: 2000\r\n\r\n" + "x".repeat(2000));
            send(socket, HEAD + "Content-Length: 1000\r\n\r\n" + "x".repeat(MAX));
            assertThat(readAnswer(socket)).startsWith("HTTP/1.1 413");
            assertThat(readAnswer(socket)).startsWith("HTTP/1.1 200").endsWith("{\"length\":1000}");
        }
    }

    @Test
    void a_body_without_end_is_not_waited_for() throws Exception {
        try (Socket socket = connect(patient)) {
            send(socket, HEAD + "Content-Length: 1000000000\r\n\r\n");
            assertThat(readAnswer(socket)).startsWith("HTTP/1.1 413");
        }
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect(patient)) {
            send(socket, request);
            return readAnswer(socket);
        }
    }

    private static Socket connect(InProcess service) throws IOException {
        return new Socket(service.address().getAddress(), service.address().getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Status line, header lines and body of one answer.
     *
     * @throws EOFException when the connection is closed before that
     */
    private static String readAnswer(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("closed after '" + answer + "'");
            }
            answer.append((char) read);
        }
        int length = Integer.parseInt(
                answer.toString().toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: *([0-9]+).*", "$1"));
        return answer + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
