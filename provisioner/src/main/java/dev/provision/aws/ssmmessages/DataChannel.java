package dev.provision.aws.ssmmessages;

import dev.provision.aws.ssmmessages.StreamMessage.Kind;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The connection to a session: types what a person types, and shows what the program writes. What the agent does not
 * acknowledge within a second is sent again, since between this and the agent stands a service that may drop it.
 */
public final class DataChannel implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration PULSE = Duration.ofSeconds(1);
    /** Whoever is silent for long is cut off by what stands in between. */
    private static final int BEATS_TO_PING = 30;

    private static final String CLIENT_VERSION = "1.2.694.0";

    private final HttpClient http;
    private final Clock clock;
    private final Consumer<byte[]> screen;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("session").factory());
    private final ReentrantLock sending = new ReentrantLock();
    private final NavigableMap<Long, ByteBuffer> unacknowledged = new TreeMap<>();
    private final WebSocket socket;
    private volatile OptionalInt exitCode = OptionalInt.empty();
    private long sequence;
    private int beats;
    private long resent = -1;

    private DataChannel(HttpClient http, Session session, Clock clock, Consumer<byte[]> screen) {
        this.http = http;
        this.clock = clock;
        this.screen = screen;
        this.socket = http.newWebSocketBuilder()
                .connectTimeout(CONNECT)
                .buildAsync(URI.create(session.url()), new Incoming())
                .join();
        send(() -> socket.sendText(
                "{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"" + UUID.randomUUID() + "\",\"TokenValue\":\""
                        + session.token() + "\",\"ClientId\":\"" + UUID.randomUUID() + "\",\"ClientVersion\":\""
                        + CLIENT_VERSION + "\"}",
                true));
        var _ = pulse.scheduleWithFixedDelay(this::beat, PULSE.toMillis(), PULSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Connects.
     *
     * @param screen gets what the program writes; must not throw
     * @throws SessionUnreachable if there is nobody at the session's address
     */
    public static DataChannel open(Session session, Clock clock, Consumer<byte[]> screen) {
        HttpClient http = HttpClient.newHttpClient();
        try {
            return new DataChannel(http, session, clock, screen);
        } catch (CompletionException refused) {
            http.shutdownNow();
            throw new SessionUnreachable(URI.create(session.url()).getHost(), refused.getCause());
        }
    }

    /** Nobody answers at the address of a session. */
    public static final class SessionUnreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SessionUnreachable(String host, Throwable cause) {
            super("cannot connect to " + host + ": " + cause.getMessage(), cause);
        }
    }

    /** Completes when the program runs, or the session has ended. */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    /** Completes when the session has ended. */
    public CompletableFuture<Ending> ending() {
        return ending.copy();
    }

    /** Types on the program's terminal; to be called once it is {@link #ready}. */
    public void type(byte[] bytes) {
        input(Kind.BYTES, bytes);
    }

    /** Tells the program how large the screen is. */
    public void resize(int columns, int rows) {
        input(Kind.SIZE, ("{\"cols\":" + columns + ",\"rows\":" + rows + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void input(Kind kind, byte[] payload) {
        sending.lock();
        try {
            StreamMessage message = new StreamMessage(
                    StreamMessage.INPUT, sequence, sequence == 0 ? 1 : 0, UUID.randomUUID(), kind, payload);
            ByteBuffer bytes = message.encode(clock.instant());
            unacknowledged.put(sequence, bytes.duplicate());
            sequence++;
            send(() -> socket.sendBinary(bytes, true));
        } finally {
            sending.unlock();
        }
    }

    /** One message at a time, as the socket wants it; what cannot be sent has its reason in the ending. */
    private void send(Supplier<CompletableFuture<WebSocket>> message) {
        sending.lock();
        try {
            var _ = message.get()
                    .exceptionally(broken -> {
                        end(new Ending.Broken(String.valueOf(broken.getMessage())));
                        return socket;
                    })
                    .join();
        } finally {
            sending.unlock();
        }
    }

    /** Sends again what was not acknowledged since the last beat, and keeps the connection alive. */
    private void beat() {
        sending.lock();
        try {
            if (++beats % BEATS_TO_PING == 0) {
                send(() -> socket.sendPing(ByteBuffer.allocate(0)));
            }
            if (!unacknowledged.isEmpty()) {
                long oldest = unacknowledged.firstKey();
                if (oldest == resent) {
                    ByteBuffer again = unacknowledged.firstEntry().getValue().duplicate();
                    send(() -> socket.sendBinary(again, true));
                }
                resent = oldest;
            }
        } finally {
            sending.unlock();
        }
    }

    private void end(Ending how) {
        ending.complete(how);
        ready.complete(null);
        pulse.shutdownNow();
    }

    @Override
    public void close() {
        end(new Ending.Broken("it was closed"));
        var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(gone -> socket)
                .join();
        socket.abort();
        http.shutdownNow();
    }

    /** What comes from the agent. */
    private final class Incoming implements WebSocket.Listener {
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
        private final NavigableMap<Long, StreamMessage> early = new TreeMap<>();
        private long expected;

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            partial.writeBytes(some);
            if (last) {
                ByteBuffer whole = ByteBuffer.wrap(partial.toByteArray());
                partial.reset();
                receive(from, StreamMessage.decode(whole));
            }
            from.request(1);
            return CompletableFuture.completedFuture(from);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end(new Ending.Broken("the connection was closed" + (reason.isEmpty() ? "" : ": " + reason)));
            return CompletableFuture.completedFuture(from);
        }

        @Override
        public void onError(WebSocket from, Throwable broken) {
            end(new Ending.Broken(String.valueOf(broken.getMessage())));
        }

        private void receive(WebSocket from, StreamMessage message) {
            switch (message.type()) {
                case StreamMessage.OUTPUT -> output(from, message);
                case StreamMessage.ACKNOWLEDGE -> acknowledged(JsonNode.parser().parse(message.text()));
                case StreamMessage.CHANNEL_CLOSED ->
                    end(new Ending.Closed(
                            JsonNode.parser()
                                    .parse(message.text())
                                    .field("Output")
                                    .map(JsonNode::text)
                                    .orElse(""),
                            exitCode));
                default -> {} // start_publication, pause_publication: whether anybody listens at the other end
            }
        }

        private void acknowledged(JsonNode content) {
            sending.lock();
            try {
                content.field("AcknowledgedMessageSequenceNumber")
                        .map(number -> Long.parseLong(number.text()))
                        .ifPresent(unacknowledged::remove);
            } finally {
                sending.unlock();
            }
        }

        /** In the order in which it was written; what comes again is acknowledged again. */
        private void output(WebSocket from, StreamMessage message) {
            acknowledge(from, message);
            if (message.sequence() >= expected) {
                early.put(message.sequence(), message);
            }
            while (!early.isEmpty() && early.firstKey() == expected) {
                expected++;
                show(early.pollFirstEntry().getValue());
            }
        }

        private void show(StreamMessage message) {
            switch (message.kind()) {
                case HANDSHAKE_REQUEST ->
                    new Handshake(JsonNode.parser().parse(message.text()))
                            .refusal()
                            .ifPresentOrElse(
                                    refusal -> end(new Ending.Broken(refusal)),
                                    () -> input(Kind.HANDSHAKE_RESPONSE, Handshake.answer(CLIENT_VERSION)));
                case HANDSHAKE_COMPLETE -> ready.complete(null);
                case EXIT_CODE ->
                    exitCode = OptionalInt.of(Integer.parseInt(message.text().strip()));
                case BYTES, ERROR_BYTES -> {
                    ready.complete(null); // an agent from before the handshakes
                    screen.accept(message.payload());
                }
                default -> {}
            }
        }

        private void acknowledge(WebSocket to, StreamMessage message) {
            String content = "{\"AcknowledgedMessageType\":\"" + message.type() + "\",\"AcknowledgedMessageId\":\""
                    + message.id() + "\",\"AcknowledgedMessageSequenceNumber\":" + message.sequence()
                    + ",\"IsSequentialMessage\":true}";
            StreamMessage answer = new StreamMessage(
                    StreamMessage.ACKNOWLEDGE,
                    0,
                    3,
                    UUID.randomUUID(),
                    Kind.NONE,
                    content.getBytes(StandardCharsets.UTF_8));
            send(() -> to.sendBinary(answer.encode(clock.instant()), true));
        }
    }
}
