package dev.provision.service.http;

import dev.provision.service.logging.LineLog;
import dev.provision.service.logging.LogEvent.RequestCompleted;
import dev.provision.service.logging.LogEvent.RequestMeasured;
import dev.provision.service.logging.LogEvent.RequestStarted;
import dev.provision.service.logging.LogEvent.Trace;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Logs the start and the end of every request, measures it, and keeps those that are in flight. */
public final class RequestLog implements Filter {
    /** Set by the service itself for a request that came as a Lambda invocation. */
    public static final String REQUEST_ID = "Lambda-Runtime-Aws-Request-Id";

    private static final HeaderName REQUEST_ID_NAME = HeaderNames.create(REQUEST_ID);
    private static final HeaderName TRACE_ID_NAME = HeaderNames.create("X-Amzn-Trace-Id");

    private final LineLog log;
    private final InFlight inFlight;
    private final RequestMetrics metrics;
    private final Readiness readiness;
    private final Optional<String> measured;

    /** @param measured the function in whose log CloudWatch finds metrics, if it shall */
    public RequestLog(
            LineLog log, InFlight inFlight, RequestMetrics metrics, Readiness readiness, Optional<String> measured) {
        this.log = log;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.readiness = readiness;
        this.measured = measured;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long start = System.nanoTime();
        String method = request.prologue().method().text();
        String path = request.prologue().uriPath().rawPath();
        Trace trace = trace(request);
        try (InFlight.Work _ = inFlight.begin(trace.requestId())) {
            log.write(new RequestStarted(method, path, trace));
            response.beforeSend(() -> askToLeaveWhenDraining(response));
            try {
                chain.proceed();
            } finally {
                long nanos = System.nanoTime() - start;
                int status = response.status().code();
                metrics.answered(status, nanos);
                long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
                log.write(new RequestCompleted(method, path, status, millis, trace));
                if (measured.isPresent()) {
                    log.write(new RequestMeasured(measured.get(), method, path, status, nanos, trace));
                }
            }
        }
    }

    /** The ids of a request that tie its lines together. */
    static Trace trace(ServerRequest request) {
        return new Trace(
                request.headers().first(REQUEST_ID_NAME), request.headers().first(TRACE_ID_NAME));
    }

    /** So that clients with a connection that is kept alive open their next one to another copy of the service. */
    private void askToLeaveWhenDraining(RoutingResponse response) {
        if (readiness.draining()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }
}
