package dev.provision.service;

import dev.provision.service.lambda.RuntimeApi;
import dev.provision.service.lambda.RuntimeLoop;
import dev.provision.service.logging.LibraryLog;
import dev.provision.service.logging.LineFormat;
import dev.provision.service.logging.LineLog;
import dev.provision.service.start.StartRegistry;
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
        Shutdown shutdown = new Shutdown();
        // before anything that can be asked to end: SIGTERM must never meet a process that does not handle it
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "shutdown"));
        LineLog log = LineLog.standardOutput(LineFormat.TEXT);
        StartRegistry.install();
        try {
            Settings settings = Settings.of(Values.of(System.getenv()), System.getenv());
            log = LineLog.standardOutput(settings.logFormat());
            LibraryLog.route(log, settings.libraryLevel());
            if (settings.training()) {
                new Training(settings, log).run();
                System.exit(0);
            }
            serve(settings, shutdown, log);
        } catch (Exception unable) {
            // whatever it is, the process cannot serve: the operator gets the reason, Lambda or ECS the exit code
            log.error("Cannot run: " + unable.getMessage(), unable);
            shutdown.failed();
            System.exit(1);
        }
    }

    /** Returns when the service is started; on Lambda only when it cannot go on. */
    private static void serve(Settings settings, Shutdown shutdown, LineLog log)
            throws IOException, InterruptedException {
        Application application = Application.of(settings, log);
        shutdown.allow(settings.shutdownGrace());
        shutdown.first(left -> log.flush());
        shutdown.first(application::drain);
        Optional<RuntimeApi> api = settings.runtimeApi().map(RuntimeApi::new);
        try {
            application.start();
        } catch (RuntimeException unable) {
            if (api.isPresent()) {
                api.get().failInit(unable);
            }
            throw unable;
        }
        if (api.isPresent()) {
            RuntimeLoop loop = new RuntimeLoop(
                    api.get(),
                    application.localAddress(),
                    application::cancel,
                    settings.deadlineMargin(),
                    Clock.systemUTC(),
                    log);
            shutdown.first(loop::stop);
            loop.run();
        }
    }
}
