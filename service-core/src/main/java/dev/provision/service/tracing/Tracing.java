package dev.provision.service.tracing;

import dev.provision.service.logging.LineLog;
import io.helidon.webserver.http.Filter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The OpenTelemetry SDK of the process, set up by its standard variables, and for a handler's own spans to be had by
 * {@link io.opentelemetry.api.GlobalOpenTelemetry}.
 */
public final class Tracing {
    private static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");

    private static final Duration LONGEST_FLUSH = Duration.ofSeconds(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(3);
    private static final Duration SPARE = Duration.ofMillis(100);

    private final OpenTelemetrySdk sdk;
    private final SdkLog log;

    private Tracing(OpenTelemetrySdk sdk, SdkLog log) {
        this.sdk = sdk;
        this.log = log;
    }

    /**
     * Starts the SDK. What its variables do not say: OTLP by protobuf over HTTP, no metrics and no logs, for which the service
     * has ways of its own.
     *
     * @param environment variables, with the values of secrets: an API key is one, in OTEL_EXPORTER_OTLP_HEADERS
     * @param version of the service, an attribute of everything it sends
     * @param log gets what the SDK has to say, above all that it cannot reach the collector
     * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException when a variable has a value that is none
     */
    public static Tracing start(Map<String, String> environment, String version, LineLog log) {
        SdkLog sdkLog = SdkLog.to(log);
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> defaults(environment))
                .addPropertiesCustomizer(_ -> properties(environment))
                .addResourceCustomizer((resource, _) ->
                        resource.toBuilder().put(SERVICE_VERSION, version).build())
                .setResultAsGlobal()
                .build()
                .getOpenTelemetrySdk();
        return new Tracing(sdk, sdkLog);
    }

    private static Map<String, String> defaults(Map<String, String> environment) {
        return Map.of(
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.service.name", environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "service"));
    }

    /** The variables under the names that the SDK gives them, which reads those of the process itself, with references to secrets. */
    private static Map<String, String> properties(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    /** Makes a span of every request. */
    public Filter filter() {
        return new RequestSpans(sdk);
    }

    /**
     * Sends what spans there are, and waits for that a second at most: a collector that cannot be reached must not keep a
     * function from its next invocation, nor past its deadline.
     *
     * @param left until the deadline
     */
    public void flush(Duration left) {
        long millis = Math.min(left.minus(SPARE).toMillis(), LONGEST_FLUSH.toMillis());
        if (millis > 0) {
            sdk.getSdkTracerProvider().forceFlush().join(millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Sends what spans there are, and ends. A collector that cannot be reached does not hold up the end of a task for long.
     *
     * @param left until the process must end
     */
    public void end(Duration left) {
        long millis = Math.min(left.toMillis(), LONGEST_END.toMillis());
        sdk.shutdown().join(Math.max(0, millis), TimeUnit.MILLISECONDS);
        log.close();
    }
}
