package dev.provision.service;

import dev.provision.demo.Main;
import dev.provision.service.logging.LibraryLog;
import dev.provision.service.logging.LineFormat;
import dev.provision.service.logging.LineLog;
import io.helidon.webserver.http.HttpService;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The application in the JVM of the test, on a free port, with routes of the test beside its own. */
final class InProcess implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LineLog log = new LineLog(out, LineFormat.TEXT, Clock.systemUTC());
    private final Application application;

    private InProcess(
            Map<String, String> settings, Map<String, String> environment, Map<String, HttpService> resources) {
        Map<String, String> given = new HashMap<>(settings);
        given.putAll(Map.of("server.host", "127.0.0.1", "server.port", "0"));
        Values values = Values.over(given);
        Map<String, HttpService> all = new HashMap<>(resources);
        all.putAll(Main.resources());
        this.application = Application.of(Settings.of(values, environment), log, Optional.empty(), all);
    }

    static InProcess start(Map<String, String> environment, Map<String, HttpService> resources) {
        return start(Map.of(), environment, resources);
    }

    /** @param settings over those of application.properties */
    static InProcess start(
            Map<String, String> settings, Map<String, String> environment, Map<String, HttpService> resources) {
        InProcess service = new InProcess(settings, environment, resources);
        // or the libraries' lines would go to the standard output of the test's JVM, which is not the test's
        LibraryLog.route(service.log, Level.WARNING);
        service.application.start();
        return service;
    }

    Application application() {
        return application;
    }

    InetSocketAddress address() {
        return application.localAddress();
    }

    LineLog log() {
        return log;
    }

    List<String> lines() {
        log.flush();
        return written();
    }

    /** The lines that are out by now. */
    List<String> written() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        try {
            application.drain(Duration.ZERO);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
