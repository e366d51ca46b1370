package dev.provision.localcloud.ssmmessages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.provision.localcloud.runtime.ContainerRuntime.ImageUnusable;
import dev.provision.localcloud.runtime.ContainerRuntime.Program;
import dev.provision.localcloud.ssmmessages.Sessions.Start;
import dev.provision.localcloud.time.CloudTime;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One client's connection to its session, and the agent at the other end of it: token, handshake, then input and output
 * until the program has ended. A message that does not follow the one before is dropped without acknowledgement, so that
 * the client sends it again; what is sent from here cannot get lost on the way, and its acknowledgements are of no interest.
 */
final class DataChannel implements WsListener {
    private static final String AGENT = "3.3.987.0";
    private static final int NORMAL = 1000;
    private static final int REFUSED = 1008;
    private static final int SUCCESS = 1;
    private static final int TERMINATE = 2;
    /** Whoever is gone without a word is found out by a ping that cannot be sent: Helidon says nothing of it. */
    private static final Duration PULSE = Duration.ofSeconds(5);

    private static final JsonMapper JSON = new JsonMapper();

    private final String id;
    private final CloudTime time;
    private final Function<String, Optional<Start>> claim;
    private final Runnable over;
    private final ReentrantLock sending = new ReentrantLock();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private Optional<Start> start = Optional.empty();
    private volatile Optional<Program> program = Optional.empty();
    private volatile Optional<CloudTime.Scheduled> pulse = Optional.empty();
    private long expected;
    private long sent;

    /**
     * @param claim gives what to start to whoever has the token
     * @param over is run when the connection is closed
     */
    DataChannel(String id, CloudTime time, Function<String, Optional<Start>> claim, Runnable over) {
        this.id = id;
        this.time = time;
        this.claim = claim;
        this.over = over;
    }

    @Override
    public void onOpen(WsSession session) {
        pulse = Optional.of(time.every(PULSE, () -> ping(session)));
    }

    private void ping(WsSession session) {
        sending.lock();
        try {
            session.ping(BufferData.empty());
        } catch (UncheckedIOException gone) {
            end();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        start = start.isPresent() ? start : token(text).flatMap(claim);
        if (start.isEmpty()) {
            session.close(REFUSED, "the token is not valid");
            return;
        }
        ObjectNode request = JSON.createObjectNode().put("AgentVersion", AGENT);
        request.putArray("RequestedClientActions")
                .addObject()
                .put("ActionType", "SessionType")
                .putObject("ActionParameters")
                .put("SessionType", "InteractiveCommands")
                .putNull("Properties");
        send(session, AgentMessage.HANDSHAKE_REQUEST, bytes(request));
    }

    private static Optional<String> token(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text).path("TokenValue").textValue());
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        partial.writeBytes(buffer.readBytes());
        if (!last) {
            return;
        }
        byte[] bytes = partial.toByteArray();
        partial.reset();
        try {
            AgentMessage message = AgentMessage.decode(bytes);
            if (start.isPresent() && message.type().equals(AgentMessage.INPUT)) {
                input(session, message);
            }
        } catch (IllegalArgumentException | JsonProcessingException unreadable) {
            session.close(REFUSED, "the message cannot be read");
            hangUp();
        }
    }

    private void input(WsSession session, AgentMessage message) throws JsonProcessingException {
        if (message.sequence() > expected) {
            return;
        }
        acknowledge(session, message);
        if (message.sequence() < expected) {
            return; // its acknowledgement had not arrived
        }
        expected++;
        switch (message.kind()) {
            case AgentMessage.HANDSHAKE_RESPONSE -> handshake(session, JSON.readTree(message.text()));
            case AgentMessage.BYTES -> program.ifPresent(running -> running.write(message.payload()));
            case AgentMessage.SIZE -> resize(JSON.readTree(message.text()));
            case AgentMessage.FLAG -> flag(message.payload());
            default -> {}
        }
    }

    private void handshake(WsSession session, JsonNode response) {
        for (JsonNode action : response.path("ProcessedClientActions")) {
            if (action.path("ActionStatus").intValue() != SUCCESS) {
                closed(session, action.path("ActionType").asText() + " failed on client: " + action.path("Error"));
                return;
            }
        }
        if (program.isPresent()) {
            return;
        }
        send(
                session,
                AgentMessage.HANDSHAKE_COMPLETE,
                bytes(JSON.createObjectNode().put("HandshakeTimeToComplete", 0).put("CustomerMessage", "")));
        try {
            Program started = start.orElseThrow().apply(bytes -> send(session, AgentMessage.BYTES, bytes));
            program = Optional.of(started);
            var _ = started.ended().thenRun(() -> closed(session, ""));
        } catch (ImageUnusable missing) {
            // The words of the agent, with those of the kernel behind them.
            closed(
                    session,
                    "----------ERROR-------\nUnable to start command: Failed to start pty: " + missing.getMessage());
        }
    }

    private void resize(JsonNode size) {
        program.ifPresent(running ->
                running.resize(size.path("cols").intValue(), size.path("rows").intValue()));
    }

    private void flag(byte[] flag) {
        if (flag.length > 0 && flag[flag.length - 1] == TERMINATE) {
            hangUp();
        }
    }

    private void acknowledge(WsSession session, AgentMessage message) {
        ObjectNode content = JSON.createObjectNode()
                .put("AcknowledgedMessageType", message.type())
                .put("AcknowledgedMessageId", message.id().toString())
                .put("AcknowledgedMessageSequenceNumber", message.sequence())
                .put("IsSequentialMessage", true);
        send(session, new AgentMessage(AgentMessage.ACKNOWLEDGE, 0, 3, UUID.randomUUID(), 0, bytes(content)));
    }

    private void closed(WsSession session, String output) {
        ObjectNode content = JSON.createObjectNode()
                .put("MessageId", UUID.randomUUID().toString())
                .put("CreatedDate", time.now().toString())
                .put("DestinationId", id)
                .put("SessionId", id)
                .put("MessageType", AgentMessage.CHANNEL_CLOSED)
                .put("SchemaVersion", 1)
                .put("Output", output);
        send(session, new AgentMessage(AgentMessage.CHANNEL_CLOSED, 0, 2, UUID.randomUUID(), 0, bytes(content)));
        session.close(NORMAL, "");
    }

    private void send(WsSession session, int kind, byte[] payload) {
        sending.lock();
        try {
            long flags = sent == 0 ? 1 : 0;
            send(session, new AgentMessage(AgentMessage.OUTPUT, sent++, flags, UUID.randomUUID(), kind, payload));
        } finally {
            sending.unlock();
        }
    }

    private void send(WsSession session, AgentMessage message) {
        sending.lock();
        try {
            session.send(BufferData.create(message.encode(time.now())), true);
        } finally {
            sending.unlock();
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        end();
    }

    @Override
    public void onError(WsSession session, Throwable problem) {
        end();
    }

    private void end() {
        pulse.ifPresent(CloudTime.Scheduled::cancel);
        hangUp();
        over.run();
    }

    void hangUp() {
        program.ifPresent(Program::hangUp);
    }
}
