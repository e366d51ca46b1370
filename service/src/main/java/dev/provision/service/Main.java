package dev.provision.service;

import dev.provision.service.lambda.RuntimeApi;
import dev.provision.service.lambda.RuntimeLoop;
import dev.provision.service.logging.LibraryLog;
import dev.provision.service.logging.LineFormat;
import dev.provision.service.logging.LineLog;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Starts the service, and ends it on SIGTERM with exit code 0. Exit code 1: it could not start, or Lambda's Runtime API
 * broke.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        LineLog log = LineLog.standardOutput(LineFormat.TEXT);
        try {
            Settings settings = Settings.load(System.getenv());
            log = LineLog.standardOutput(settings.logFormat());
            LibraryLog.route(log, settings.libraryLevel());
            if (settings.training()) {
                new Training(settings, log).run();
                System.exit(0);
            }
            serve(settings, log);
        } catch (Exception unstartable) {
            // whatever it is, the process cannot serve: the operator gets the reason, Lambda or ECS the exit code
            log.error("Cannot run: " + unstartable.getMessage(), unstartable);
            log.flush();
            System.exit(1);
        }
    }

    private static void serve(Settings settings, LineLog log) throws IOException, InterruptedException {
        Optional<RuntimeApi> api = settings.runtimeApi().map(RuntimeApi::new);
        Application application = start(settings, log, api);
        Optional<RuntimeLoop> loop = api.map(runtimeApi -> new RuntimeLoop(
                runtimeApi,
                application.localAddress(),
                application::cancel,
                settings.deadlineMargin(),
                Clock.systemUTC(),
                log));
        Shutdown shutdown = new Shutdown(application, loop, settings.shutdownGrace(), log);
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "shutdown"));
        if (loop.isPresent()) {
            runUntilTheApiBreaks(loop.get(), shutdown, log);
        }
    }

    private static Application start(Settings settings, LineLog log, Optional<RuntimeApi> api) throws IOException {
        try {
            return Application.start(settings, log);
        } catch (RuntimeException unstartable) {
            if (api.isPresent()) {
                api.get().failInit(unstartable);
            }
            throw unstartable;
        }
    }

    private static void runUntilTheApiBreaks(RuntimeLoop loop, Shutdown shutdown, LineLog log)
            throws InterruptedException {
        try {
            loop.run();
        } catch (IOException broken) {
            log.error("The Runtime API is gone", broken);
            shutdown.failed();
            System.exit(1);
        }
    }
}
