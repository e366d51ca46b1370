package dev.provision.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Chromium without a window, as a person would use it: looks, presses keys, takes pictures. It is spoken to by its DevTools
 * protocol; the test is skipped where there is none.
 */
public final class Browser implements AutoCloseable {
    private static final String ANNOUNCEMENT = "DevTools listening on ";
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Path PROFILES = Path.of("target", "chromium");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_MILLIS = 20_000;
    private final Process process;
    private final HttpClient http;
    private final DevTools tools;

    private Browser(Process process, HttpClient http, DevTools tools) {
        this.process = process;
        this.http = http;
        this.tools = tools;
    }

    /** With a profile of its own, which stays: processes that Chromium has let go still write into it after its end. */
    public static Browser open() {
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "Chromium is not installed");
        try {
            Path profile = Files.createTempDirectory(Files.createDirectories(PROFILES), "profile-")
                    .toAbsolutePath();
            Process process = new ProcessBuilder(
                            program.orElseThrow().toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--no-first-run",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "--window-size=1280,1000",
                            "about:blank")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            HttpClient http = HttpClient.newHttpClient();
            return new Browser(process, http, DevTools.connect(http, page(http, announced(process))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static URI announced(Process process) throws IOException {
        LineNumberReader lines =
                new LineNumberReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(ANNOUNCEMENT)) {
                return URI.create(line.substring(ANNOUNCEMENT.length()));
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    private static URI page(HttpClient http, URI browser) throws IOException {
        try {
            String targets = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return StreamSupport.stream(JSON.readTree(targets).spliterator(), false)
                    .filter(target -> target.path("type").asText().equals("page"))
                    .map(target ->
                            URI.create(target.path("webSocketDebuggerUrl").asText()))
                    .findFirst()
                    .orElseThrow();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupt);
        }
    }

    /** Opens a page; what it complained about before is forgotten. */
    public void visit(URI page) {
        tools.forget();
        tools.call("Page.navigate", fields().put("url", page.toString()));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    public void prefersDark(boolean dark) {
        ObjectNode media = fields();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        tools.call("Emulation.setEmulatedMedia", media);
    }

    /** The value of an expression in the page. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = tools.call(
                "Runtime.evaluate",
                fields().put("expression", expression).put("awaitPromise", true).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true in the page. */
    public void await(String expression) {
        boolean happened = evaluate(
                        "new Promise(done => { const end = Date.now() + " + PATIENCE_MILLIS
                                + "; const look = () => { if (" + expression
                                + ") done(true); else if (Date.now() > end) done(false); else setTimeout(look, 20); }; look(); })")
                .asBoolean();
        if (!happened) {
            throw new AssertionError(
                    "never true: " + expression + "\nthe page says:\n" + text() + "\ncomplaints: " + complaints());
        }
    }

    /** What can be read on the page. */
    public String text() {
        return evaluate("document.body.innerText").asText();
    }

    /** Presses a key, for example {@code Tab} or {@code Enter}. */
    public void press(String key) {
        ObjectNode event = fields().put("key", key).put("code", key);
        switch (key) {
            case "Enter" -> event.put("windowsVirtualKeyCode", 13).put("text", "\r");
            case "Tab" -> event.put("windowsVirtualKeyCode", 9);
            case "Escape" -> event.put("windowsVirtualKeyCode", 27);
            default -> throw new IllegalArgumentException(key);
        }
        tools.call("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown"));
        event.remove("text");
        tools.call("Input.dispatchKeyEvent", event.put("type", "keyUp"));
    }

    /**
     * Goes on with Tab until what has the focus fits, as somebody without a mouse does. Between the last thing and the first
     * nothing has it, and then the browser names the whole body, in which every text is found.
     */
    public void tabTo(String expressionOfActive) {
        for (int presses = 0; presses < 60; presses++) {
            press("Tab");
            if (evaluate("(active => active !== document.body && (" + expressionOfActive + "))(document.activeElement)")
                    .asBoolean()) {
                return;
            }
        }
        throw new AssertionError("not reached by Tab: " + expressionOfActive);
    }

    /** A picture of the whole page under {@code target/screenshots}. */
    public Path picture(String name) {
        try {
            JsonNode image = tools.call(
                    "Page.captureScreenshot", fields().put("format", "png").put("captureBeyondViewport", true));
            Files.createDirectories(PICTURES);
            return Files.write(
                    PICTURES.resolve(name + ".png"),
                    Base64.getDecoder().decode(image.path("data").asText()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Errors and exceptions since the page was opened, and what its policy refused. */
    public List<String> complaints() {
        return tools.complaints();
    }

    private static ObjectNode fields() {
        return JSON.createObjectNode();
    }

    /** Kills its processes and waits for their end. */
    @Override
    public void close() {
        tools.close();
        http.shutdownNow();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(5, TimeUnit.SECONDS).join());
    }

    /** How long the answer to one call may take. */
    static Duration patience() {
        return Duration.ofMillis(PATIENCE_MILLIS + 10_000);
    }
}
