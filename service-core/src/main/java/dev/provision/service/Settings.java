package dev.provision.service;

import dev.provision.service.logging.LineFormat;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How this process is to run.
 *
 * @param compute what it runs on
 * @param version the release that the health answer names
 * @param listener where and how it answers HTTP
 * @param shutdownGrace how long requests in flight may take after SIGTERM
 * @param runtimeApi host and port of Lambda's Runtime API, where the process is a Lambda function
 * @param deadlineMargin how long before an invocation's deadline its client gets a 504
 * @param logFormat how lines look
 * @param measured the function in whose log CloudWatch finds metrics, if it shall
 * @param traced whether spans of requests go to a collector
 * @param libraryLevel the lowest level of libraries' messages that is shown
 * @param training whether this is a training run for an AOT cache
 */
record Settings(
        Compute compute,
        String version,
        Listener listener,
        Duration shutdownGrace,
        Optional<String> runtimeApi,
        Duration deadlineMargin,
        LineFormat logFormat,
        Optional<String> measured,
        boolean traced,
        Level libraryLevel,
        boolean training) {

    /**
     * The HTTP listener.
     *
     * @param host the address it is bound to
     * @param port 0: any that is free
     * @param idleTimeout after which a connection without a request is closed
     * @param idlePeriod how often that is looked for
     * @param headTimeout for the header lines of a request, from its first line on
     * @param bodyTimeout for the body of a request
     * @param writeTimeout for a client to take 64 KB of an answer
     * @param maxPayloadBytes of a request's body
     * @param shutdownGrace for requests that came in while those in flight at SIGTERM were awaited
     */
    record Listener(
            String host,
            int port,
            Duration idleTimeout,
            Duration idlePeriod,
            Duration headTimeout,
            Duration bodyTimeout,
            Duration writeTimeout,
            int maxPayloadBytes,
            Duration shutdownGrace) {
        Listener onLoopback() {
            return new Listener(
                    "127.0.0.1",
                    0,
                    idleTimeout,
                    idlePeriod,
                    headTimeout,
                    bodyTimeout,
                    writeTimeout,
                    maxPayloadBytes,
                    shutdownGrace);
        }
    }

    private static final Map<String, LineFormat> FORMATS = Map.of("text", LineFormat.TEXT, "json", LineFormat.JSON);

    private static final Map<String, Level> LEVELS = levels();

    /**
     * The settings that these values and this environment make.
     *
     * @throws IllegalArgumentException with a message for the operator when a value is not valid
     */
    static Settings of(Values values, Map<String, String> environment) {
        return new Settings(
                Compute.of(environment),
                values.text("service.version"),
                new Listener(
                        values.text("server.host"),
                        values.number("server.port"),
                        values.duration("server.idle-connection-timeout"),
                        values.duration("server.idle-connection-period"),
                        values.duration("server.head-timeout"),
                        values.duration("server.body-timeout"),
                        values.duration("server.write-timeout"),
                        values.number("server.max-payload-size"),
                        values.duration("server.shutdown-grace-period")),
                values.duration("shutdown.grace"),
                Optional.ofNullable(environment.get("AWS_LAMBDA_RUNTIME_API")),
                values.duration("lambda.deadline-margin"),
                values.choice("logging.format", FORMATS),
                values.flag("metrics.embedded")
                        ? Optional.ofNullable(environment.get("AWS_LAMBDA_FUNCTION_NAME"))
                        : Optional.empty(),
                traced(environment),
                values.choice("logging.level", LEVELS),
                values.flag("service.train"));
    }

    /** By the variables of the OpenTelemetry specification, "SDK configuration". */
    private static boolean traced(Map<String, String> environment) {
        boolean somewhere =
                !environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").isBlank()
                        || !environment
                                .getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
                                .isBlank();
        return somewhere && !environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
    }

    private static Map<String, Level> levels() {
        Map<String, Level> levels = new HashMap<>();
        for (Level level : Level.values()) {
            levels.put(level.name().toLowerCase(Locale.ROOT), level);
        }
        return Map.copyOf(levels);
    }

    /** The same as a function of that Runtime API, on a free port of the loopback interface, for a training run. */
    Settings trainedBy(String api) {
        return new Settings(
                compute,
                version,
                listener.onLoopback(),
                shutdownGrace,
                Optional.of(api),
                deadlineMargin,
                logFormat,
                measured,
                false,
                libraryLevel,
                training);
    }
}
