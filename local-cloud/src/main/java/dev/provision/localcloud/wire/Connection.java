package dev.provision.localcloud.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;
import java.util.Optional;
import java.util.function.BiFunction;

/** A WebSocket that finds with its first request who listens to it. */
final class Connection implements WsListener {
    private final BiFunction<String, Headers, Optional<WsListener>> find;
    private WsListener listener = new WsListener() {};

    /** @param find gives the listener of a path, where the headers let it */
    Connection(BiFunction<String, Headers, Optional<WsListener>> find) {
        this.find = find;
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) throws WsUpgradeException {
        listener = find.apply(prologue.uriPath().path(), headers)
                .orElseThrow(() -> new WsUpgradeException("there is no such session"));
        return listener.onHttpUpgrade(prologue, headers);
    }

    @Override
    public void onOpen(WsSession session) {
        listener.onOpen(session);
    }

    @Override
    public void onMessage(WsSession session, String text, boolean last) {
        listener.onMessage(session, text, last);
    }

    @Override
    public void onMessage(WsSession session, BufferData buffer, boolean last) {
        listener.onMessage(session, buffer, last);
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        listener.onClose(session, status, reason);
    }

    @Override
    public void onError(WsSession session, Throwable problem) {
        listener.onError(session, problem);
    }
}
