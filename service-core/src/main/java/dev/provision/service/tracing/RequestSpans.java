package dev.provision.service.tracing;

import dev.provision.service.http.RequestLog;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Optional;

/**
 * Makes a span of every request but the health checks, with the names and attributes of OpenTelemetry's "Semantic conventions
 * for HTTP spans", as a part of the trace that the request's headers name. Queries are left out: they may hold secrets.
 */
final class RequestSpans implements Filter {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> INVOCATION = AttributeKey.stringKey("faas.invocation_id");
    private static final HeaderName INVOCATION_HEADER = HeaderNames.create(RequestLog.REQUEST_ID);
    private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
    private static final int SERVER_ERROR = 500;

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    private enum HeaderGetter implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            return headers.stream()
                    .map(header -> header.headerName().lowerCase())
                    .toList();
        }

        @Override
        public String get(Headers headers, String name) {
            return headers.first(HeaderNames.create(name)).orElse(null);
        }
    }

    RequestSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.provision.service");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String path = request.prologue().uriPath().rawPath();
        if (path.endsWith("/health") || path.startsWith("/observe/")) {
            chain.proceed();
            return;
        }
        String method = request.prologue().method().text();
        Span span = tracer.spanBuilder(method)
                .setSpanKind(SpanKind.SERVER)
                .setParent(propagator.extract(Context.root(), request.headers(), HeaderGetter.INSTANCE))
                .setAttribute(METHOD, method)
                .setAttribute(PATH, path)
                .setAttribute(SCHEME, request.headers().first(FORWARDED_PROTO).orElse("http"))
                .startSpan();
        request.headers().first(INVOCATION_HEADER).ifPresent(id -> span.setAttribute(INVOCATION, id));
        try (Scope _ = span.makeCurrent()) {
            chain.proceed();
        } finally {
            describe(span, method, request.matchingPattern(), response.status().code());
            span.end();
        }
    }

    /** With what is known when the request is answered. */
    private static void describe(Span span, String method, Optional<String> route, int status) {
        route.ifPresent(pattern -> span.updateName(method + " " + pattern).setAttribute(ROUTE, pattern));
        span.setAttribute(STATUS, (long) status);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR).setAttribute(ERROR, Integer.toString(status));
        }
    }
}
