package dev.provision.service;

import dev.provision.service.logging.LineFormat;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How this process is to run.
 *
 * @param compute what it runs on
 * @param version the release that the health answer names
 * @param server Helidon's own settings of the listener
 * @param shutdownGrace how long requests in flight may take after SIGTERM
 * @param runtimeApi host and port of Lambda's Runtime API, where the process is a Lambda function
 * @param deadlineMargin how long before an invocation's deadline its client gets a 504
 * @param logFormat how lines look
 * @param libraryLevel the lowest level of libraries' messages that is shown
 * @param training whether this is a training run for an AOT cache
 */
record Settings(
        Compute compute,
        String version,
        Config server,
        Duration shutdownGrace,
        Optional<String> runtimeApi,
        Duration deadlineMargin,
        LineFormat logFormat,
        Level libraryLevel,
        boolean training) {

    /**
     * The settings of application.yaml, overridden by environment variables and those by system properties.
     *
     * @throws RuntimeException with a message for the operator when a value is not valid
     */
    static Settings load(Map<String, String> environment) {
        Config config = Config.builder()
                .addSource(ConfigSources.classpath("application.yaml"))
                // found by name instead of by looking through the class path, which a cold start would pay for
                .disableParserServices()
                .addParser(YamlConfigParser.create())
                .build();
        return of(config, environment);
    }

    /** The same on a free port of the loopback interface, for a training run. */
    Settings onLoopback() {
        Config loopback = Config.builder()
                .addSource(ConfigSources.create(Map.of("host", "127.0.0.1", "port", "0")))
                .addSource(ConfigSources.create(server.detach()))
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .build();
        return new Settings(
                compute,
                version,
                loopback,
                shutdownGrace,
                runtimeApi,
                deadlineMargin,
                logFormat,
                libraryLevel,
                training);
    }

    static Settings of(Config config, Map<String, String> environment) {
        return new Settings(
                Compute.of(environment),
                config.get("service.version").asString().get(),
                config.get("server"),
                config.get("shutdown.grace").as(Duration.class).get(),
                Optional.ofNullable(environment.get("AWS_LAMBDA_RUNTIME_API")),
                config.get("lambda.deadline-margin").as(Duration.class).get(),
                LineFormat.named(config.get("logging.format").asString().get()),
                Level.valueOf(config.get("logging.level").asString().get().toUpperCase(Locale.ROOT)),
                config.get("service.train").asBoolean().orElse(false));
    }
}
