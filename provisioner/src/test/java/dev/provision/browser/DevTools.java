package dev.provision.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The DevTools protocol of one page: https://chromedevtools.github.io/devtools-protocol/. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final StringBuilder message = new StringBuilder();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

    private DevTools() {}

    static DevTools connect(HttpClient http, URI page) {
        DevTools tools = new DevTools();
        tools.socket.complete(http.newWebSocketBuilder().buildAsync(page, tools).join());
        List.of("Page.enable", "Runtime.enable", "Log.enable")
                .forEach(name -> tools.call(name, JSON.createObjectNode()));
        return tools;
    }

    JsonNode call(String method, ObjectNode parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
        call.set("params", parameters);
        var _ = socket.join().sendText(call.toString(), true).join();
        return answer.orTimeout(Browser.patience().toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void forget() {
        complaints.clear();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void take(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            JsonNode parameters = node.path("params");
            if (node.has("id")) {
                CompletableFuture<JsonNode> answer =
                        asked.remove(node.path("id").asInt());
                if (node.has("error")) {
                    answer.completeExceptionally(
                            new AssertionError(node.path("error").toString()));
                } else {
                    answer.complete(node.path("result"));
                }
            } else if (node.path("method").asText().equals("Runtime.exceptionThrown")) {
                complaints.add(parameters.path("exceptionDetails").toString());
            } else if (parameters.path("entry").path("level").asText().equals("error")) {
                complaints.add(parameters.path("entry").path("text").asText() + " "
                        + parameters.path("entry").path("url").asText());
            }
        } catch (JsonProcessingException broken) {
            throw new AssertionError(text, broken);
        }
    }

    @Override
    public void close() {
        socket.join().abort();
    }
}
