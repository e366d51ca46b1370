package dev.provision.localcloud.ssmmessages;

import dev.provision.localcloud.runtime.ContainerRuntime.Program;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.SocketRoutes;
import io.helidon.websocket.WsListener;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sessions that wait for whoever asked for them, and their data channels. */
public final class Sessions implements SocketRoutes, AutoCloseable {
    private static final String PREFIX = "/v1/data-channel";
    /** How long a client may take to come for its session. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CloudTime time;
    private final String address;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, DataChannel> channels = new ConcurrentHashMap<>();

    /** Starts a program, which hands over what it writes. */
    @FunctionalInterface
    public interface Start extends Function<Consumer<byte[]>, Program> {}

    /**
     * What a client needs to get at its session.
     *
     * @param id of the session
     * @param url of its data channel
     * @param token that the client proves itself with, once
     */
    public record Opened(String id, String url, String token) {
        /** Without the token. */
        @Override
        public String toString() {
            return id;
        }
    }

    record Waiting(String token, Start start) {}

    /** @param address host and port of the cloud */
    public Sessions(CloudTime time, String address) {
        this.time = time;
        this.address = address;
    }

    /**
     * Opens a session. The program starts when somebody has come for it.
     *
     * @param name that its id begins with
     */
    public Opened open(String name, Start start) {
        String id = name + "-" + Ids.hex(17);
        String token = Ids.hex(64);
        waiting.put(id, new Waiting(token, start));
        time.after(PATIENCE, () -> waiting.remove(id));
        return new Opened(id, "ws://" + address + PREFIX + "/" + id + "?role=publish_subscribe", token);
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public Optional<WsListener> connect(String path) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        return Optional.ofNullable(waiting.get(id)).map(session -> {
            DataChannel channel = new DataChannel(id, time, token -> claim(id, token), () -> channels.remove(id));
            channels.put(id, channel);
            return channel;
        });
    }

    /** The session is whose token fits, and nobody's afterwards. */
    private Optional<Start> claim(String id, String token) {
        Waiting session = waiting.get(id);
        boolean fits = session != null
                && MessageDigest.isEqual(
                        session.token().getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        return fits && waiting.remove(id, session) ? Optional.of(session.start()) : Optional.empty();
    }

    /** Ends the programs of all sessions. */
    @Override
    public void close() {
        channels.values().forEach(DataChannel::hangUp);
    }
}
