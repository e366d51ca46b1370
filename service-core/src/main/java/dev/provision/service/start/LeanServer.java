package dev.provision.service.start;

import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.tls.TlsConfig;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.util.function.UnaryOperator;

/** A web server whose parts are given, where Helidon would look for them in the class path and in a configuration. */
public final class LeanServer {
    private LeanServer() {}

    /**
     * A builder of a server for plain HTTP/1.1 that ends when its owner stops it.
     *
     * @param requests told what comes in
     * @param connections makes of a connection, in the thread that serves it, what the server is to use
     */
    public static WebServerConfig.Builder builder(
            Http1ConnectionListener requests, UnaryOperator<ConnectionContext> connections) {
        NoConfig noConfig = new NoConfig();
        return WebServer.builder()
                .config(noConfig)
                // Helidon 4.4.0 loses bytes of large answers on NIO: https://github.com/helidon-io/helidon/issues/11340
                .useNio(false)
                // a hook of Helidon's own would close the listener before its owner has drained it
                .shutdownHook(false)
                // nothing is looked for in the class path: a cold start would pay for it
                .featuresDiscoverServices(false)
                .concurrencyLimit(FixedLimit.create())
                .addConnectionSelector(new Http1Connections(
                        Http1ConnectionSelector.builder()
                                .config(new PlainHttp1(requests))
                                .build(),
                        connections))
                .tls(TlsConfig.builder().config(noConfig).enabled(false).build())
                .contentEncoding(ContentEncodingContext.builder()
                        .config(noConfig)
                        .contentEncodingsDiscoverServices(false)
                        .build())
                .mediaContext(MediaContext.builder()
                        .config(noConfig)
                        .mediaSupportsDiscoverServices(false)
                        .build());
    }

    /**
     * The server. Helidon 4.4.0 looks for protocols and limits in the class path whatever its builder's switches say, and
     * opens every jar for it; a context class loader that has no class path keeps it from that.
     */
    public static WebServer build(WebServerConfig.Builder builder) {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return builder.build();
        } finally {
            thread.setContextClassLoader(loader);
        }
    }
}
