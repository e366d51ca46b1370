package dev.provision.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ecs.model.Session;

/** The client's side of a session, byte for byte as the session-manager-plugin has it, and no more than a test needs. */
final class SessionClient implements WebSocket.Listener, AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private volatile long acknowledged = -1;

    SessionClient(Session session, String token) {
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(session.streamUrl()), this)
                .join();
        socket.sendText(
                        "{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"" + UUID.randomUUID()
                                + "\",\"TokenValue\":\"" + token + "\"}",
                        true)
                .join();
    }

    /** What was shown so far. */
    String shown() {
        return String.join("", shown);
    }

    long acknowledged() {
        return acknowledged;
    }

    /** The words with which the session ended. */
    String end() throws Exception {
        return ended.get(30, TimeUnit.SECONDS);
    }

    void send(long sequence, int kind, String payload) throws Exception {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        UUID id = UUID.randomUUID();
        ByteBuffer frame = ByteBuffer.allocate(120 + bytes.length).putInt(116);
        frame.put("input_stream_data               ".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putLong(System.currentTimeMillis())
                .putLong(sequence)
                .putLong(0)
                .putLong(id.getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .put(MessageDigest.getInstance("SHA-256").digest(bytes))
                .putInt(kind)
                .putInt(bytes.length)
                .put(bytes);
        socket.sendBinary(frame.flip(), true).join();
    }

    void answerHandshake(int status) throws Exception {
        send(
                0,
                6,
                "{\"ClientVersion\":\"1.2.0\",\"ProcessedClientActions\":[{\"ActionType\":\"SessionType\",\"ActionStatus\":"
                        + status + ",\"ActionResult\":null,\"Error\":\"\"}],\"Errors\":null}");
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer frame, boolean last) {
        assertThat(last).isTrue();
        assertThat(frame.getInt(0)).isEqualTo(116);
        String type =
                StandardCharsets.US_ASCII.decode(frame.slice(4, 32)).toString().strip();
        byte[] payload = new byte[frame.getInt(116)];
        frame.get(120, payload);
        String text = new String(payload, StandardCharsets.UTF_8);
        switch (type) {
            case "output_stream_data" -> shown.add(frame.getInt(112) == 1 ? text : "<" + frame.getInt(112) + ">");
            case "acknowledge" ->
                acknowledged = Long.parseLong(text.replaceAll(".*AcknowledgedMessageSequenceNumber\":(\\d+).*", "$1"));
            default -> ended.complete(type + " " + text.replaceAll(".*\"Output\":\"(.*)\"}", "$1"));
        }
        from.request(1);
        return CompletableFuture.completedFuture(frame);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        ended.complete(status + " " + reason);
        return CompletableFuture.completedFuture(status);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
