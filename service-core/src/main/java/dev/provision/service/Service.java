package dev.provision.service;

import dev.provision.service.lambda.RuntimeApi;
import dev.provision.service.lambda.RuntimeLoop;
import dev.provision.service.logging.LibraryLog;
import dev.provision.service.logging.LineFormat;
import dev.provision.service.logging.LineLog;
import dev.provision.service.secrets.SecretVariables;
import dev.provision.service.start.StartRegistry;
import dev.provision.service.tracing.Tracing;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A process that serves resources as a Lambda function or as a Fargate task, with everything around them: health, problem
 * JSON, request logs, shutdown, training. The way in for a module with resources of its own.
 */
public final class Service {
    private static final Duration LAST_LINES = Duration.ofMillis(100);

    private final Function<Map<String, String>, Map<String, HttpService>> resources;
    private final Shutdown shutdown = new Shutdown();

    private Service(Function<Map<String, String>, Map<String, HttpService>> resources) {
        this.resources = resources;
    }

    /**
     * Starts the service, and ends it on SIGTERM with exit code 0; to be the last thing a main method does. Exit code 1: it
     * could not start, or Lambda's Runtime API broke. Returns when the service is started, or never.
     *
     * @param resources by the path they are served under, with and without the prefixes by which a load balancer routes;
     *     asked for once, when Helidon is set up, with the environment variables: where {@link System#getenv} of a function
     *     has a reference to a secret, they have its value
     */
    public static void run(Function<Map<String, String>, Map<String, HttpService>> resources) {
        new Service(resources).run();
    }

    private void run() {
        // before anything that can be asked to end: SIGTERM must never meet a process that does not handle it
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "shutdown"));
        LineLog log = LineLog.standardOutput(LineFormat.TEXT);
        StartRegistry.install();
        try {
            Map<String, String> environment = SecretVariables.resolved(System.getenv(), Thread::sleep);
            Settings settings = Settings.of(Values.of(environment), environment);
            log = LineLog.standardOutput(settings.logFormat());
            LibraryLog.route(log, settings.libraryLevel());
            if (settings.training()) {
                train(settings, environment, log);
                // What was trained is written when the process ends, and Helidon's threads would keep it.
                System.exit(0);
            }
            serve(settings, environment, log);
        } catch (Exception unable) {
            // whatever it is, the process cannot serve: the operator gets the reason, Lambda or ECS the exit code
            log.error("Cannot run: " + unable.getMessage(), unable);
            shutdown.failed();
            System.exit(1);
        }
    }

    private void train(Settings settings, Map<String, String> environment, LineLog log) throws InterruptedException {
        Training training = new Training();
        LineLog silent = new LineLog(OutputStream.nullOutputStream(), settings.logFormat(), Clock.systemUTC());
        try {
            serve(settings.trainedBy(training.start()), environment, silent);
        } catch (IOException noMoreEvents) {
            log.info("Training run: " + training.end() + " requests answered");
        }
    }

    /** Returns when the service is started; on Lambda only when it cannot go on. */
    private void serve(Settings settings, Map<String, String> environment, LineLog log)
            throws IOException, InterruptedException {
        shutdown.allow(settings.shutdownGrace());
        shutdown.first(left -> log.flush());
        Optional<RuntimeApi> api = settings.runtimeApi().isPresent()
                ? Optional.of(new RuntimeApi(settings.runtimeApi().get()))
                : Optional.empty();
        Optional<Tracing> tracing;
        Application application;
        try {
            tracing = tracing(settings, environment, log);
            Optional<Filter> spans =
                    tracing.isPresent() ? Optional.of(tracing.get().filter()) : Optional.empty();
            application = Application.of(settings, log, spans, resources.apply(environment));
            shutdown.first(application::drain);
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
                    application.inFlight(),
                    new RuntimeLoop.Patience(settings.deadlineMargin(), LAST_LINES),
                    Clock.systemUTC(),
                    log,
                    left -> {
                        if (tracing.isPresent()) {
                            tracing.get().flush(left);
                        }
                    });
            shutdown.first(loop::stop);
            loop.run();
        }
    }

    /** Nothing of it is loaded where it is not wanted. */
    private Optional<Tracing> tracing(Settings settings, Map<String, String> environment, LineLog log) {
        if (!settings.traced()) {
            return Optional.empty();
        }
        Tracing tracing = Tracing.start(environment, settings.version(), log);
        shutdown.first(tracing::end);
        return Optional.of(tracing);
    }
}
